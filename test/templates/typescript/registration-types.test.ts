/** Helpers that register many tools still type-check under strict, whichever SDK and zod a server has. */

import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const installed = join(root, "node_modules");

interface Version {
  readonly sdk: string;
  readonly zod: string;
  /** The type arguments of `registerTool` that say what a tool takes. */
  readonly types: string;
  /** Whether a tool without a schema can be told by its type. */
  readonly hasOptional: boolean;
}

const versions: Record<string, Version> = {
  "1.17 with zod 3": {
    sdk: "mcp-1-17",
    zod: "mcp-1-17/node_modules/zod",
    types: "<Shape, ZodRawShape>",
    hasOptional: false,
  },
  "1.25 with zod 3": {
    sdk: "mcp-1-25",
    zod: "zod-3",
    types: "<ZodRawShape, Shape>",
    hasOptional: true,
  },
  "1.25 with zod 4": {
    sdk: "mcp-1-25",
    zod: "zod",
    types: "<ZodRawShape, Shape>",
    hasOptional: true,
  },
};

const head = `
import type { McpServer, ToolCallback } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { ZodRawShape } from "zod";
import { withAccountRegistration } from "./credential-services/index.js";

interface Config<Input> { description: string; inputSchema?: Input }
`;

const helpers = ({ types }: Version) => `${head}
const text = (text: string) => ({ content: [{ type: "text" as const, text }] });

export function shaped<Shape extends ZodRawShape>(server: McpServer, name: string, inputSchema: Shape, run: ToolCallback<Shape>) {
  server.registerTool(...withAccountRegistration(name, { description: "d", inputSchema }, run));
}
export function inferred<Shape extends ZodRawShape>(server: McpServer, name: string, config: Config<Shape>, run: ToolCallback<Shape>) {
  return server.registerTool(...withAccountRegistration(name, config, run));
}
export function told<Shape extends ZodRawShape>(server: McpServer, name: string, config: Config<Shape>, run: ToolCallback<Shape>) {
  return server.registerTool${types}(...withAccountRegistration(name, config, run));
}
export function written(server: McpServer, name: string, inputSchema: ZodRawShape, run: (args: object) => Promise<string>) {
  server.registerTool(...withAccountRegistration(name, { inputSchema }, async (args) => text(await run(args))));
}
export function listed(server: McpServer, tools: { name: string; config: Config<ZodRawShape>; run: (args: any) => Promise<ReturnType<typeof text>> }[]) {
  for (const { name, config, run } of tools) server.registerTool(...withAccountRegistration(name, config, run));
}
export function loose(server: McpServer, name: string, config: any, run: any) {
  server.registerTool(...withAccountRegistration(name, config, run));
}
`;

const optional = `${head}
export function either<Input extends ZodRawShape | undefined = undefined>(server: McpServer, name: string, config: Config<Input>, run: ToolCallback<Input>) {
  server.registerTool<ZodRawShape, Input>(...withAccountRegistration(name, config, run));
}
`;

const mistaken = `${head}
export function answering(server: McpServer, inputSchema: ZodRawShape) {
  server.registerTool(...withAccountRegistration("n", { inputSchema }, async () => "no result of a tool"));
}
`;

/** A server's folder with one SDK and one zod, which the SDK uses as well. */
function serverIn(parent: string, version: Version): string[] {
  const folder = mkdtempSync(join(parent, "server-"));
  const link = (from: string, to: string): void => {
    mkdirSync(dirname(join(folder, "node_modules", to)), { recursive: true });
    symlinkSync(join(installed, from), join(folder, "node_modules", to));
  };
  // Without its own node_modules, in which it may have another zod.
  for (const part of ["dist", "package.json"]) {
    link(join(version.sdk, part), join("@modelcontextprotocol/sdk", part));
  }
  link(version.zod, "zod");
  cpSync(
    join(root, "templates/typescript/credential-services"),
    join(folder, "credential-services"),
    { recursive: true },
  );
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const sources = {
    helpers: helpers(version),
    mistaken,
    ...(version.hasOptional ? { optional } : {}),
  };
  return Object.entries(sources).map(([name, text]) => {
    const file = join(folder, `${name}.ts`);
    writeFileSync(file, text);
    return file;
  });
}

// One program for all: the compiler's own libraries and Node's types are by far the most of it.
const parent = mkdtempSync(join(tmpdir(), "registrations-"));
symlinkSync(installed, join(parent, "node_modules"));
const files = Object.entries(versions).map(([name, version]) => [name, serverIn(parent, version)]);
const program = ts.createProgram(
  files.flatMap(([, each]) => each ?? []),
  {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    noEmit: true,
    skipLibCheck: true,
    preserveSymlinks: true,
    types: ["node"],
    typeRoots: [join(installed, "@types")],
  },
);

it.each(files)("SDK %s", (_name, own) => {
  const errors = [...(own ?? [])].flatMap((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ file, code }) => ({
      file: relative(dirname(path), file?.fileName ?? ""),
      code,
    })),
  );
  // What is no handler is still told: the arguments are not any.
  expect(errors).toEqual([{ file: "mistaken.ts", code: 2345 }]);
});
