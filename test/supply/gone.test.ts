/** Services that are deleted make the check fail, and a run puts them back. */

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { commandsIn } from "../support/command.js";
import { fixturesRoot } from "../support/fixtures.js";
import { folderWith } from "../support/program.js";
import { compileTemplates } from "../support/templates.js";

beforeAll(compileTemplates);

const servers = [
  { server: "both/pending/python", index: "__init__.py", part: "aws_client.py" },
  { server: "both/pending/typescript", index: "index.ts", part: "sessions.ts" },
];

describe.each(servers)("the services of $server", ({ server, index, part }) => {
  test.each([
    ["all of them", (folder: string) => rmSync(folder, { recursive: true })],
    ["their index", (folder: string) => rmSync(join(folder, index))],
    ["one that others import", (folder: string) => rmSync(join(folder, part))],
  ])("deleted: %s", async (_what, remove) => {
    const cwd = mkdtempSync(join(tmpdir(), "gone-"));
    cpSync(join(fixturesRoot, server), cwd, { recursive: true });
    const { write, check } = commandsIn(cwd);
    await write();
    const before = await check();
    const folder = servicesIn(cwd);
    const texts = textsOf(folder);
    remove(folder);
    const gone = await check();
    expect(gone.outcome).toBe("open");
    expect(gone.out).toContain("services-missing");
    expect((await write()).outcome).toBe("done");
    expect(textsOf(folder)).toEqual(texts);
    expect((await check()).out).toBe(before.out);
  });
});

const MAIN = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
const server = new McpServer({ name: "harbour", version: "1.0.0" });
server.connect(new StdioServerTransport());
server.tool("find_ship", "Finds a ship.", { id: z.string() }, async ({ id }) => ({ content: [] }));
`;
const CHILDREN = `import { accountEnvironment } from "./credential-services/index.js";
const settings = () => ({ env: accountEnvironment() });
`;

/** ES modules as CommonJS, as far as these texts go. */
const asCommonJs = (text: string) =>
  text.replaceAll(/^import (.*) from (".*");$/gm, "const $1 = require($2);");

const kinds = {
  TypeScript: { ending: "ts", type: "module", written: (text: string) => text },
  "ES modules": { ending: "js", type: "module", written: (text: string) => text },
  CommonJS: { ending: "js", type: "commonjs", written: asCommonJs },
};

async function retrofitted(kind: keyof typeof kinds) {
  const { ending, type, written } = kinds[kind];
  const dependencies = { "@modelcontextprotocol/sdk": "^1.20.0", zod: "^4.0.0" };
  const scripts = ending === "ts" ? { build: "tsc" } : {};
  const manifest = { name: "harbour-mcp-server", scripts, dependencies };
  const main = ending === "ts" ? "dist/index.js" : "src/index.js";
  const cwd = folderWith({
    "package.json": JSON.stringify({ ...manifest, type, main }),
    "tsconfig.json": '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
    [`src/index.${ending}`]: written(MAIN),
  });
  const commands = commandsIn(cwd);
  await commands.write();
  return { cwd, ...commands, ...kinds[kind], folder: servicesIn(cwd) };
}

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])("the services in %s", (kind) => {
  test("gain what a source takes from them that was not copied", async () => {
    const { folder, ending, written, write, check } = await retrofitted(kind);
    const added = join(folder, `environment.${ending}`);
    expect((await check()).outcome).toBe("clean");
    expect(existsSync(added)).toBe(false);
    writeFileSync(join(folder, "..", `children.${ending}`), written(CHILDREN));
    const lacking = await check();
    expect(lacking.outcome).toBe("open");
    expect(lacking.out).toContain(`environment.${ending} is not there`);
    expect((await write()).outcome).toBe("done");
    expect(existsSync(added)).toBe(true);
    const path = join(folder, `index.${ending}`);
    const index = readFileSync(path, "utf8");
    expect(index).toMatch(/accountEnvironment.*\n$/);
    expect((await check()).outcome).toBe("clean");
    writeFileSync(path, index.replace(/.*environment\.js.*\n/, ""));
    expect((await check()).out).toContain("lacks names that are imported from it");
    expect((await write()).outcome).toBe("done");
    expect((await check()).outcome).toBe("clean");
    const before = textsOf(folder);
    expect(Object.keys(before)).toContain(join("gateway", `transport.${ending}`));
    rmSync(folder, { recursive: true });
    expect((await write()).outcome).toBe("done");
    expect((await check()).outcome).toBe("clean");
    expect(Object.keys(textsOf(folder))).toEqual(Object.keys(before));
    rmSync(join(folder, "gateway"), { recursive: true });
    expect((await check()).out).toContain("services-missing");
    expect((await write()).outcome).toBe("done");
    expect(Object.keys(textsOf(folder))).toEqual(Object.keys(before));
  });

  test("of an earlier edition are not mixed with others: what is gone is said", async () => {
    const { folder, ending, write, check } = await retrofitted(kind);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    const exported = 'export { targetAccountId } from "./zod.js";\n';
    const wrapper = 'export { withAccountContext } from "./handler.js";\n';
    writeFileSync(join(folder, `index.${ending}`), exported + wrapper);
    writeFileSync(join(folder, `zod.${ending}`), "export const targetAccountId = 1;\n");
    const gone = await check();
    expect(gone.outcome).toBe("open");
    expect(gone.out).toContain(
      `handler.${ending} is not there, which belongs to an earlier edition`,
    );
    await write();
    expect(Object.keys(textsOf(folder))).toEqual([`index.${ending}`, `zod.${ending}`]);
  });
});

function servicesIn(cwd: string): string {
  const found = readdirSync(cwd, { recursive: true, encoding: "utf8" }).find((path) =>
    /(?:^|\/)(?:cred_extract_services|credential-services)$/.test(path),
  );
  if (found === undefined) throw new Error("no services");
  return join(cwd, found);
}

function textsOf(folder: string): Record<string, string> {
  expect(existsSync(folder)).toBe(true);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
