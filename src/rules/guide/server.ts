/** Rules of the server as a whole: its manifest, its files, its start. */

import type { Files, Guides } from "./guide.js";
import { list, migrated, ping } from "./samples.js";

/** Functions that each put what the others return into a list, and tools of what they make. */
function tangled(parts: number, tools: number): string {
  const numbers = [...Array(parts).keys()];
  const functions = numbers.map((own) => {
    const calls = numbers.filter((other) => other !== own);
    const puts = calls.map((other) => `    found.append(part_${other}(name))\n`);
    return `def part_${own}(name):\n    found = [name]\n${puts.join("")}    return found\n\n\n`;
  });
  const added = [...Array(tools).keys()].map(
    (each) => `mcp.add_tool(part_${each % parts}(${each})[0])\n`,
  );
  return functions.join("") + added.join("");
}

const jest = (config: string): Files => ({
  "package.json": `{
  "name": "demo",
  "type": "module",
  "scripts": { "test": "jest" },
  "dependencies": { "@modelcontextprotocol/sdk": "^1.20.0" }${config}
}
`,
  "server.ts": `import { answer } from "./answer.js";

server.tool("list", {}, async () => answer());
`,
  "answer.ts": "export const answer = async () => ({ content: [] });\n",
  "test/server.test.ts": "",
});

export const server = {
  "file-exists": {
    why: "What is yours is not overwritten. But the retrofitted server may need what the file would have held: read what is new, and take over what you need.",
    examples: {
      python: {
        before: {
          "server.py": "",
          "cred_extract_services/__init__.py": "def with_account_context(tool):\n    return tool\n",
        },
        after: { "server.py": "" },
      },
    },
  },
  "services-missing": {
    why: "A server whose services are gone does not start, however well its tools are migrated. They are part of the server: commit them with it.",
    examples: {
      python: {
        before: { "server.py": migrated },
        after: { "server.py": "" },
      },
      typescript: {
        before: {
          "server.ts": `import { targetAccountId, withAccountContext } from "./credential-services/index.js";

server.tool(
  "list",
  { target_account_id: targetAccountId },
  withAccountContext(async () => ({ content: [] })),
);
`,
        },
        after: { "server.ts": list },
      },
    },
  },
  "no-entry-point": {
    why: "The image for containers starts one file. Where it can't be told what starts the server, none is added, and neither is a Dockerfile.",
    examples: {
      python: {
        before: {
          "words.py": "",
          "tools.py": `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")


@mcp.tool()
def ping() -> str:
    return "pong"
`,
        },
        after: {
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"
dependencies = ["mcp"]
scripts = { demo = "tools:main" }
`,
          "words.py": "",
          "tools.py": `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")


@mcp.tool()
def ping() -> str:
    return "pong"


def main() -> None:
    mcp.run()
`,
        },
      },
    },
  },
  "jest-imports": {
    why: "The copied modules import each other as `./name.js`, as ECMAScript modules must. jest finds the TypeScript source behind that name only by a rule; without one, the server's tests stop loading.",
    examples: {
      typescript: {
        before: jest(""),
        after: jest(',\n  "jest": { "moduleNameMapper": { "^(\\\\.{1,2}/.*)\\\\.js$": "$1" } }'),
      },
    },
  },
  "scan-cut-short": {
    why: "Following all the ways that such code can take would last for days. What was not followed is not known, so it may hold tools, or clients that keep their account.",
    examples: {
      python: {
        before: { "server.py": tangled(9, 50) },
        after: { "server.py": tangled(3, 5) },
      },
    },
  },
  "manifest-broken": {
    why: "The manifest says what the package is called, what it depends on and what starts it. Without it, the services can't be put where the server's wheel takes them.",
    examples: {
      python: {
        before: { "server.py": "", "pyproject.toml": '[project]\nname = "demo\n' },
        after: { "server.py": "", "pyproject.toml": '[project]\nname = "demo"\n' },
      },
    },
  },
  "no-server": {
    why: "A server that is moved, or that is no longer recognised, would vanish from a job that stays green. With `--require-server` it is an error.",
    examples: {},
  },
  "schema-test": {
    why: "Such a test fails after the retrofit, rightly: `tools/list` has a parameter more. Who knows it beforehand does not take it for a fault.",
    examples: {
      python: {
        before: {
          "server.py": ping,
          "requirements.txt": "boto3>=1.35\nmcp>=1.23\n",
          "tests/test_server.py": `import server


async def test_ping():
    tools = {tool.name: tool for tool in await server.mcp.list_tools()}
    assert tools["ping"].inputSchema["properties"] == {}
`,
        },
        after: {
          "server.py": ping,
          "requirements.txt": "boto3>=1.35\nmcp>=1.23\n",
          "tests/test_server.py": `import server


async def test_ping():
    tools = {tool.name: tool for tool in await server.mcp.list_tools()}
    assert list(tools["ping"].inputSchema["properties"]) == ["target_account_id"]
`,
        },
      },
      typescript: {
        before: {
          "server.ts": list,
          "test/server.test.ts": `test("list", async () => {
  const { tools } = await client.listTools();
  const list = tools.find(({ name }) => name === "list");
  expect(list.inputSchema.properties).toEqual({});
});
`,
        },
        after: {
          "server.ts": list,
          "test/server.test.ts": `test("list", async () => {
  const { tools } = await client.listTools();
  const list = tools.find(({ name }) => name === "list");
  expect(list.inputSchema.type).toEqual("object");
});
`,
        },
      },
    },
  },
  "run-formatter": {
    why: "A retrofit inserts and never lays a file out anew, so a line may get longer than the formatter's settings allow, and a job that checks the format fails. The note has the command.",
    examples: {
      python: {
        before: {
          "server.py": ping,
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"
dependencies = ["mcp"]

[tool.ruff]
line-length = 88
`,
        },
        after: {
          "server.py": ping,
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"
dependencies = ["mcp"]
`,
        },
      },
    },
  },
} as const satisfies Guides;
