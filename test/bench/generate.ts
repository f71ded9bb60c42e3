/** Servers of any size, made from a seed: the same files every time. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export type Kind = "typescript" | "python";

/** A server's files by their paths. Of ten files one has tools, up to fifteen; of eight, in Python, one runs programs. */
export function generated(kind: Kind, count: number, seed: number): ReadonlyMap<string, string> {
  const pick = picker(seed);
  const shape = { count, withTools: Math.min(15, Math.ceil(count / 10)), pick };
  return kind === "python" ? pythonServer(shape) : typescriptServer(shape);
}

/** Writes files below a folder. */
export function write(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

interface Shape {
  readonly count: number;
  readonly withTools: number;
  /** A whole number below a limit. */
  readonly pick: (limit: number) => number;
}

/** Mulberry32, a generator of 32 bits. */
function picker(seed: number): Shape["pick"] {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function pythonServer({ count, withTools, pick }: Shape): ReadonlyMap<string, string> {
  const modules = range(count - withTools).map((index) => pythonModule(index, pick));
  const tools = range(withTools).map((index) => pythonTools(index, count - withTools, pick));
  const main = tools.map((_, index) => `from big.tools_${index} import register as r${index}`);
  return new Map([
    ["pyproject.toml", '[project]\nname = "big"\nversion = "1"\ndependencies = ["mcp", "boto3"]\n'],
    ["big/__init__.py", ""],
    ["big/app.py", 'from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("big")\n'],
    ["big/server.py", `${main.join("\n")}\nfrom big.app import mcp\n\nmcp.run()\n`],
    ...modules.map((text, index) => [`big/module_${index}.py`, text] as const),
    ...tools.map((text, index) => [`big/tools_${index}.py`, text] as const),
  ]);
}

function pythonModule(index: number, pick: Shape["pick"]): string {
  const base = index > 0 ? pick(index) : 0;
  const derives = index > 0 && index % 10 === 0;
  const runs = index % 8 === 0;
  return `import json
${runs ? "import subprocess\n" : ""}${derives ? `from big.module_${base} import Job${base}\n` : ""}

class Job${index}${derives ? `(Job${base})` : ""}:
    def __init__(self, name, rows):
        self.name = name
        self.rows = rows
        self.seen = {}

    def work_${index}(self, limit):
        found = [row for row in self.rows if row.get("size", 0) > limit]
        self.seen[self.name] = len(found)
        return json.dumps({"name": self.name, "count": len(found), "limit": ${pick(1000)}})


def make_${index}(rows):
    job = Job${index}("${index}", rows)
    return job.work_${index}(${pick(100)})
${runs ? `\n\ndef run_${index}(path):\n    return subprocess.run(["git", "-C", path, "status"], capture_output=True)\n` : ""}`;
}

function pythonTools(index: number, modules: number, pick: Shape["pick"]): string {
  const used = [pick(modules), pick(modules), pick(modules)];
  const imports = [...new Set(used)].map((each) => `from big.module_${each} import make_${each}`);
  const tools = used.map(
    (each, place) => `

@mcp.tool()
async def tool_${index}_${place}(bucket: str) -> str:
    """Lists what is in a bucket."""
    client = boto3.client("s3")
    rows = client.list_objects_v2(Bucket=bucket).get("Contents", [])
    return make_${each}(rows)
`,
  );
  return `import boto3\n\nfrom big.app import mcp\n${imports.join("\n")}\n${tools.join("")}

def register():
    return mcp
`;
}

function typescriptServer({ count, withTools, pick }: Shape): ReadonlyMap<string, string> {
  const modules = range(count - withTools).map((index) => typescriptModule(index, pick));
  const tools = range(withTools).map((index) => typescriptTools(index, count - withTools, pick));
  const imports = tools.map(
    (_, index) => `import { register as r${index} } from "./tools-${index}.js";`,
  );
  const calls = tools.map((_, index) => `r${index}(server);`);
  const main = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
${imports.join("\n")}

const server = new McpServer({ name: "big", version: "1" });
${calls.join("\n")}
`;
  const dependencies = { "@modelcontextprotocol/sdk": "1", "@aws-sdk/client-s3": "3", zod: "3" };
  return new Map([
    [
      "package.json",
      `${JSON.stringify({ name: "big", version: "1.0.0", type: "module", dependencies })}\n`,
    ],
    ["src/index.ts", main],
    ...modules.map((text, index) => [`src/module-${index}.ts`, text] as const),
    ...tools.map((text, index) => [`src/tools-${index}.ts`, text] as const),
  ]);
}

function typescriptModule(index: number, pick: Shape["pick"]): string {
  const other = index > 0 ? pick(index) : 0;
  const derives = index > 0 && index % 10 === 0;
  return `${derives ? `import { Job${other} } from "./module-${other}.js";\n\n` : ""}export interface Row${index} {
  readonly name: string;
  readonly size?: number;
}

export class Job${index}${derives ? ` extends Job${other}` : ""} {
  readonly seen${index} = new Map<string, number>();

  work${index}(rows: readonly Row${index}[], limit: number): string {
    const found = rows.filter((row) => (row.size ?? 0) > limit);
    this.seen${index}.set("${index}", found.length);
    return JSON.stringify({ count: found.length, limit: ${pick(1000)} });
  }
}

export function make${index}(rows: readonly Row${index}[]): string {
  return new Job${index}().work${index}(rows, ${pick(100)});
}
`;
}

function typescriptTools(index: number, modules: number, pick: Shape["pick"]): string {
  const used = [pick(modules), pick(modules), pick(modules)];
  const imports = [...new Set(used)].map(
    (each) => `import { make${each} } from "./module-${each}.js";`,
  );
  const tools = used.map(
    (each, place) => `
  server.tool("tool_${index}_${place}", "Lists what is in a bucket.", { bucket: z.string() }, async ({ bucket }) => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    const rows = Contents.map(({ Key = "", Size = 0 }) => ({ name: Key, size: Size }));
    return { content: [{ type: "text", text: make${each}(rows) }] };
  });
`,
  );
  return `import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
${imports.join("\n")}

const client = new S3Client({});

export function register(server: McpServer): void {${tools.join("")}}
`;
}
