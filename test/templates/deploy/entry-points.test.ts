/**
 * Whatever a main asks before it starts its server, the image's own command starts it: over stdio and HTTP.
 * What starts no server gets no entry point, but the reason.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { type Retrofitted, retrofitted, type Shapes } from "./support/retrofitted.js";
import { overHttp, overStdio, serve } from "./support/served.js";

const IMPORTS = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
`;
const MAIN = `
export async function main(transport = "stdio") {
  const server = new McpServer({ name: "tiny", version: "1.0.0" });
  server.tool("say", "Say it.", { text: z.string() }, async ({ text }) => ({
    content: [{ type: "text", text }],
  }));
  if (transport !== "stdio") return;
  await server.connect(new StdioServerTransport());
}
`;
const FASTMCP = `import { FastMCP } from "fastmcp";
import { z } from "zod";

const server = new FastMCP({ name: "tiny", version: "1.0.0" });
server.addTool({
  name: "say",
  parameters: z.object({ text: z.string() }),
  execute: async ({ text }) => text,
});
`;
const SDK = { "@modelcontextprotocol/sdk": "^1.25.0", zod: "^4.0.0" };

function shape(
  source: string,
  {
    type = "module",
    dependencies = SDK as Record<string, string>,
    files = {},
    manifest = {},
  }: {
    type?: string;
    dependencies?: Record<string, string>;
    files?: Record<string, string>;
    manifest?: object;
  } = {},
): Record<string, string> {
  const compilerOptions = { module: "nodenext", outDir: "dist", rootDir: "src" };
  return {
    "package.json": JSON.stringify({
      name: "tiny",
      version: "1.0.0",
      type,
      main: "dist/index.js",
      scripts: { build: "tsc" },
      dependencies,
      ...manifest,
    }),
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["src"] }),
    "README.md": "# Tiny\n",
    "src/index.ts": source,
    ...files,
  };
}

const commonJs = { type: "commonjs" };
const mains = (first: string, last: string): string => `${first}\n${IMPORTS}${MAIN}\n${last}\n`;

const starting: Record<string, [Record<string, string>, string]> = {
  "loaded, it starts": [shape(mains("", "await main();")), "dist/entrypoint.js"],
  "require.main === module": [
    shape(mains("", "if (require.main === module) {\n  void main();\n}"), commonJs),
    "--require ./dist/entrypoint.js dist/index.js",
  ],
  "module.parent": [
    shape(mains("", "if (module.parent == null) void main();"), commonJs),
    "--require ./dist/entrypoint.js dist/index.js",
  ],
  "require.main's name": [
    shape(
      mains("", "const isMain = require.main?.filename === __filename;\nisMain && main();"),
      commonJs,
    ),
    "--require ./dist/entrypoint.js dist/index.js",
  ],
  pathToFileURL: [
    shape(
      mains(
        'import { pathToFileURL } from "node:url";',
        "if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();",
      ),
    ),
    "dist/entrypoint.js",
  ],
  fileURLToPath: [
    shape(
      mains(
        'import { fileURLToPath } from "node:url";\nimport { realpathSync } from "node:fs";',
        "function isMain() {\n  const [, script] = process.argv;\n  return !!script && realpathSync(script) === fileURLToPath(import.meta.url);\n}\nif (isMain()) await main();",
      ),
    ),
    "dist/entrypoint.js",
  ],
  "a subcommand of its own": [
    shape(
      mains(
        "",
        'const [command] = process.argv.slice(2);\nswitch (command) {\n  case "serve":\n    await main();\n    break;\n  default:\n    console.error("usage: tiny serve");\n}',
      ),
    ),
    "dist/entrypoint.js",
  ],
  "a subcommand of commander": [
    shape(
      mains(
        'import { Command } from "commander";',
        'const program = new Command();\nprogram.command("check").action(() => {});\nprogram.command("serve").description("Serve.").action(() => main());\nawait program.parseAsync();',
      ),
      { dependencies: { ...SDK, commander: "^14.0.0" } },
    ),
    "dist/entrypoint.js",
  ],
  "a variable": [
    shape(mains("", 'if (process.env.TINY_SERVE === "yes") await main();')),
    "dist/entrypoint.js",
  ],
  "a transport in a variable": [
    shape(mains("", 'await main((process.env.TINY_TRANSPORT ?? "http").toLowerCase());')),
    "dist/entrypoint.js",
  ],
  "FastMCP over stdio, without the SDK": [
    shape(`${FASTMCP}await server.start({ transportType: "stdio" });\n`, {
      dependencies: { fastmcp: "^4.0.0", zod: "^4.0.0" },
    }),
    "dist/entrypoint.js",
  ],
  "FastMCP over HTTP, on a port of its own": [
    shape(
      `${FASTMCP}void server.start({ transportType: "httpStream", httpStream: { port: 3000 } });\n`,
      { dependencies: { fastmcp: "^4.0.0", zod: "^4.0.0" } },
    ),
    "dist/entrypoint.js",
  ],
};

const silent: Record<string, [Record<string, string>, string]> = {
  barrel: [
    shape(`${IMPORTS}${MAIN}`),
    "src/index.ts, which package.json names, only exports what others start the server with",
  ],
  express: [
    shape(
      `import express from "express";\n${IMPORTS}${MAIN}\nconst app = express();\napp.post("/mcp", (_, answer) => {\n  main("http").then(() => answer.end());\n});\napp.listen(3000);\n`,
      { dependencies: { ...SDK, express: "^5.0.0" } },
    ),
    "serves HTTP itself (src/index.ts:19)",
  ],
  "asks who calls": [
    shape(
      `${FASTMCP.replace('"1.0.0" }', '"1.0.0", authenticate: async () => ({ id: 1 }) }')}await server.start({ transportType: "httpStream" });\n`,
      { dependencies: { fastmcp: "^4.0.0", zod: "^4.0.0" } },
    ),
    "has FastMCP ask who calls",
  ],
};

let made: Retrofitted;
beforeAll(() => {
  const all = Object.entries({ ...starting, ...silent });
  made = retrofitted(Object.fromEntries(all.map(([name, [files]]) => [name, files])) as Shapes);
});

describe.each(Object.entries(starting))("a main that starts by: %s", (name, [, expected]) => {
  it.concurrent("is started by the image's command, over stdio and HTTP", async () => {
    const program = made.program(name);
    expect(program.args.join(" ")).toBe(expected);
    const list = async (client: Parameters<Parameters<typeof overStdio>[1]>[0]) =>
      (await client.listTools()).tools.map(({ name: tool }) => tool);
    expect(await overStdio(program, list)).toEqual(["say"]);
    const served = await serve(program, { MCP_HOST: "127.0.0.1" });
    try {
      expect(await overHttp(served, list)).toEqual(["say"]);
    } finally {
      await served.stop();
    }
  });

  it("is described so in the README and in the entry point", () => {
    const command = `node ${expected}`;
    expect(made.text(name, "README.md")).toContain(`\`${command}\` starts the server`);
    expect(made.text(name, "src/entrypoint.ts")).toContain(`\`${command}\``);
  });
});

describe.each(Object.entries(silent))("no entry point: %s", (name, [, reason]) => {
  it("but the reason", () => {
    expect(made.text(name, "src/entrypoint.ts")).toBe("");
    expect(made.text(name, "Dockerfile-AgentCore-Runtime")).toBe("");
    expect(made.said).toContain(reason);
  });
});
