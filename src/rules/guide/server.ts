/** Rules of the server as a whole: its manifest, its files, its configuration. */

import type { Files, Guides } from "./guide.js";

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

const list = `server.tool("list", {}, async () => ({ content: [] }));
`;

const wrapped = `import { targetAccountId, withAccountContext } from "./credential-services/index.js";

server.tool(
  "list",
  { target_account_id: targetAccountId },
  withAccountContext(async () => ({ content: [] })),
);
`;
const wrapper =
  "export const targetAccountId = {};\nexport const withAccountContext = <T>(run: T): T => run;\n";

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

const services = `from server import ping


def with_account_context(function):
    return function
`;

const ping = `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")


@mcp.tool()
def ping() -> str:
    return "pong"


if __name__ == "__main__":
    mcp.run()
`;

const migrated = `from cred_extract_services import TargetAccountId, with_account_context


@mcp.tool()
@with_account_context
def test(name: str, target_account_id: TargetAccountId = None) -> str:
    return name
`;

const starts = `import subprocess


@mcp.tool()
def test(name: str) -> str:
    return subprocess.run(["/opt/bin/chaos", "run", name], text=True).stdout
`;

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
  "import-root": {
    why: "A module is imported by one name only: `python billing/serve.py` finds what lies beside it, and `python -m billing.serve` what lies beside its folder. An import by the wrong name stops the server at its start, so none is inserted where nothing tells the right one, or where it would lead nowhere.",
    examples: {
      python: {
        before: {
          "billing/serve.py": ping,
          "inventory/serve.py": ping,
        },
        after: {
          "billing/serve.py": ping,
          "inventory/serve.py": ping,
          "inventory/requirements.txt": "boto3>=1.35\nmcp>=1.23\n",
        },
      },
    },
  },
  "not-in-wheel": {
    why: "Tools import the services. Installed from a wheel that lacks them, the server does not even start.",
    examples: {
      python: {
        before: {
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"

[tool.setuptools]
py-modules = ["server"]
`,
          "server.py": "",
          "cred_extract_services/__init__.py": services,
        },
        after: {
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"

[tool.setuptools]
py-modules = ["server"]
packages = ["cred_extract_services"]
`,
          "server.py": "",
          "cred_extract_services/__init__.py": services,
        },
      },
    },
  },
  "not-shipped": {
    why: "A package that copies another one's build publishes it as its own: npm installs what that package's manifest lists, and the services load packages of theirs. A list of single files, in `files` or in a Dockerfile's `COPY`, leaves out a folder that was not there when it was written. Either way the server does not start.",
    examples: {
      typescript: {
        before: {
          "package.json": `{
  "name": "demo",
  "files": ["server.js"],
  "dependencies": { "@modelcontextprotocol/sdk": "^1.20.0" }
}
`,
          "server.ts": wrapped,
          "credential-services/index.ts": wrapper,
        },
        after: {
          "package.json": `{
  "name": "demo",
  "files": ["server.js", "credential-services"],
  "dependencies": { "@modelcontextprotocol/sdk": "^1.20.0" }
}
`,
          "server.ts": wrapped,
          "credential-services/index.ts": wrapper,
        },
      },
      python: {
        before: {
          Dockerfile: `FROM python:3.13-slim
COPY requirements.txt server.py ./
RUN pip install -r requirements.txt
CMD ["python", "server.py"]
`,
          "requirements.txt": "boto3>=1.35\nmcp>=1.23\n",
          "server.py": migrated,
          "cred_extract_services/__init__.py": services,
        },
        after: {
          Dockerfile: `FROM python:3.13-slim
COPY requirements.txt server.py ./
COPY cred_extract_services ./cred_extract_services
RUN pip install -r requirements.txt
CMD ["python", "server.py"]
`,
          "requirements.txt": "boto3>=1.35\nmcp>=1.23\n",
          "server.py": migrated,
          "cred_extract_services/__init__.py": services,
        },
      },
    },
  },
  "unused-ignore": {
    why: "Somebody decided that a tool needs no account. If the name is wrong, that tool is migrated after all; if the tool is gone, the entry waits for another one of its name.",
    examples: {
      typescript: {
        before: {
          "server.ts": list,
          "retrofit.config.json": `{ "ignore": { "lisst": "reaches no AWS API" } }
`,
        },
        after: {
          "server.ts": list,
          "retrofit.config.json": `{ "ignore": { "list": "reaches no AWS API" } }
`,
        },
      },
    },
  },
  "unused-program": {
    why: "What is declared of a program decides whose account it acts in. Under a wrong name it decides nothing, and the program is still taken for unknown.",
    examples: {
      python: {
        before: {
          "server.py": starts,
          "retrofit.config.json": `{ "programs": { "/opt/bin/chaos": "none: talks to the cluster only" } }
`,
        },
        after: {
          "server.py": starts,
          "retrofit.config.json": `{ "programs": { "chaos": "none: talks to the cluster only" } }
`,
        },
      },
    },
  },
  "no-server": {
    why: "A server that is moved, or that is no longer recognised, would vanish from a job that stays green. With `--require-server` it is an error.",
    examples: {},
  },
  "fewer-than-expected": {
    why: "A server or a tool that is no longer recognised has no findings: a job would stay green, and nobody would know that it is not looked at any more.",
    examples: {
      python: {
        before: { "server.py": "", "retrofit.config.json": '{ "expect": { "tools": 2 } }\n' },
        after: { "server.py": "", "retrofit.config.json": '{ "expect": { "tools": 1 } }\n' },
      },
    },
  },
  "unused-baseline": {
    why: "What was fixed is to stay fixed. As long as its line stands in the baseline, it could come back, and no job would say so.",
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
  "run-install": {
    why: "The services import packages that are now in the manifest, but not yet installed.",
    examples: {
      python: {
        before: {
          "server.py": "",
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"
dependencies = ["mcp"]
`,
        },
        after: {
          "server.py": "",
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"
dependencies = ["boto3>=1.35", "cryptography>=41", "mcp", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"]
`,
        },
      },
    },
  },
} as const satisfies Guides;
