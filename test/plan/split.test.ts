/** One plan as patches: applied in order they give what writing gives. */

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Chalk } from "chalk";
import { beforeAll, expect, test } from "vitest";
import { retrofit } from "../../src/commands/retrofit.js";
import { silent } from "../../src/progress/progress.js";
import { commandsIn } from "../support/command.js";
import { folderWith, run } from "../support/program.js";
import { compileTemplates } from "../support/templates.js";
import { treeOf } from "../support/tree.js";

beforeAll(compileTemplates);

const texts = {
  "README.md": "# Two\n",
  "py/README.md": "# Py\n",
  "py/requirements.txt": "mcp\n",
  "py/server.py":
    'from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("py")\n\n\n@mcp.tool()\ndef ping() -> str:\n    return "pong"\n\n\nmcp.run()\n',
  "js/package.json":
    '{\n  "name": "js",\n  "type": "module",\n  "bin": "server.js",\n  "dependencies": {\n    "@modelcontextprotocol/sdk": "^1.26.0",\n    "zod": "^4.0.0"\n  }\n}\n',
  "js/server.js":
    'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nimport { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";\nconst server = new McpServer({ name: "js", version: "1" });\nserver.tool("ping", "Ping.", {}, async () => ({ content: [] }));\nawait server.connect(new StdioServerTransport());\n',
};

function repository(): string {
  const folder = folderWith({});
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  run("git", ["init", "-q"], { cwd: folder });
  return folder;
}

async function split(cwd: string, folder: string): Promise<string> {
  let said = "";
  const say = (line: string): void => {
    said += `${line}\n`;
  };
  const paint = new Chalk({ level: 0 });
  const io = {
    cwd,
    out: () => {},
    say,
    paint,
    paintOut: paint,
    progress: silent,
    interactive: false,
  };
  expect(await retrofit([cwd], { split: folder }, io)).toBe("done");
  return said;
}

test("applied in order they give what a run writes, and each alone applies too", async () => {
  const [written, patched] = [repository(), repository()];
  await commandsIn(written).write();
  const before = treeOf(patched);
  const patches = folderWith({});
  const said = await split(patched, patches);
  expect(treeOf(patched)).toEqual(before);
  const names = readdirSync(patches).sort();
  expect(names).toEqual([
    "1-credential-services.patch",
    "2-tools-of-js.patch",
    "3-tools-of-py.patch",
  ]);
  for (const name of names) {
    expect(said).toContain(name);
    const applied = run("git", ["apply", "--whitespace=nowarn", join(patches, name)], {
      cwd: patched,
    });
    expect(applied).toMatchObject({ code: 0, stderr: "" });
    // The first one leaves every tool as it was.
    const server = treeOf(patched)["js/server.js"];
    expect(server === before["js/server.js"]).toBe(name.startsWith("1-"));
  }
  expect(treeOf(patched)).toEqual(treeOf(written));
});

test("patches that are there are not written over", async () => {
  const folder = repository();
  await split(folder, join(folder, "out"));
  await expect(split(folder, join(folder, "out"))).rejects.toThrow("is there already");
});

test("the diff begins with the lines of the server's own, and ends with the copied folders", async () => {
  const { out, said } = await commandsIn(repository()).dryRun();
  const paths = [...out.matchAll(/^diff --git a\/\S+ b\/(\S+)/gm)].map(([, path = ""]) => path);
  const kinds = paths.map((path) => {
    if (/server\.(?:js|py)$/.test(path)) return 0;
    if (/(?:credential-services|cred_extract_services)\//.test(path)) return 3;
    return path in texts ? 1 : 2;
  });
  expect(kinds).toEqual([...kinds].sort());
  expect(new Set(kinds).size).toBe(4);
  expect(said).toContain(
    "**/cred_extract_services/** linguist-vendored, **/credential-services/** linguist-vendored",
  );
});

test("a line of .gitattributes that is there is not offered", async () => {
  const folder = repository();
  const lines = ["cred_extract_services", "credential-services"];
  const text = lines.map((each) => `**/${each}/** linguist-vendored\n`).join("");
  writeFileSync(join(folder, ".gitattributes"), text);
  expect((await commandsIn(folder).dryRun()).said).not.toContain("linguist");
});
