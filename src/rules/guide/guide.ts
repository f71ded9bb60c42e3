/** What is told of a rule when somebody asks: `explain` and docs/rules/ are made from it. */

import type { LanguageId } from "../../types.js";
import type { RuleId } from "../index.js";

export interface Guide {
  /** What goes wrong for people if nothing is done. */
  readonly why: string;
  /** In each language that has the rule, code that a test proves to yield the finding, and code that does not. */
  readonly examples: Partial<Readonly<Record<LanguageId, Example>>>;
}

/** Files by their paths. `server.py` and `server.ts` stand in a small server (`frames`). */
export interface Example {
  readonly before: Files;
  readonly after: Files;
}

export type Files = Readonly<Record<string, string>>;

/** The guides of some rules. */
export type Guides = Partial<Readonly<Record<RuleId, Guide>>>;

/** The server that examples are part of: what stands before their text, after it, and beside it. */
export const frames: Readonly<Record<LanguageId, Frame>> = {
  python: {
    file: "server.py",
    head: 'from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("demo")\n\n',
    foot: '\n\n@mcp.tool()\ndef ping() -> str:\n    return "pong"\n\n\nif __name__ == "__main__":\n    mcp.run()\n',
    manifest: {
      "pyproject.toml":
        '[project]\nname = "demo"\nversion = "1.0.0"\ndependencies = ["boto3", "mcp"]\n',
    },
  },
  typescript: {
    file: "server.ts",
    head: 'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\n\nconst server = new McpServer({ name: "demo", version: "1.0.0" });\n\n',
    foot: '\nserver.tool("ping", {}, async () => ({ content: [] }));\n',
    manifest: {
      "package.json":
        '{ "name": "demo", "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "^1.20.0" } }\n',
    },
  },
};

export interface Frame {
  readonly file: string;
  readonly head: string;
  readonly foot: string;
  readonly manifest: Files;
}

/** All files of an example: its own, in their frame. */
export function framed(language: LanguageId, files: Files): Files {
  const { file, head, foot, manifest } = frames[language];
  const own = files[file];
  return { ...manifest, ...files, ...(own === undefined ? {} : { [file]: head + own + foot }) };
}
