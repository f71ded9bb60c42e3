/** Rules of tools: their contract, and retrofits that were done by hand. */

import type { Files, Guides } from "./guide.js";

const setUpByHand = (module: string) => `from ${module} import (
    AccountNotFoundError,
    AssumeRoleError,
    CredentialDecryptionError,
    DatabaseConnectionError,
    _setup_account_context,
)
`;

const body = `    try:
        if target_account_id:
            await _setup_account_context(target_account_id)
        return {"name": name}
    except AccountNotFoundError:
        return {"error_type": "account_not_found"}
    except CredentialDecryptionError:
        return {"error_type": "credential_error"}
    except AssumeRoleError:
        return {"error_type": "assume_role_error"}
    except DatabaseConnectionError:
        return {"error_type": "database_error"}
`;

const byHand = (module: string, parameters: string) => `from typing import Optional

${setUpByHand(module)}

@mcp.tool()
async def find(${parameters}) -> dict:
${body}`;

const rightParameters = "name: str, target_account_id: Optional[str] = None";

/** A server of one tool, all of it: the frame of other examples has a tool of its own. */
const pythonServer = (imports: string, wrapper: string, parameters: string): Files => ({
  "app.py": `${imports}from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")


@mcp.tool()
${wrapper}def find(${parameters}) -> str:
    return name
`,
});

const typescriptServer = (imports: string, schema: string, handler: string): Files => ({
  "app.ts": `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
${imports}
const server = new McpServer({ name: "demo", version: "1.0.0" });

server.tool("find", { ${schema} }, ${handler});
`,
});

const pythonImports = "from cred_extract_services import TargetAccountId, with_account_context\n\n";
const typescriptImports =
  'import { targetAccountId, withAccountContext } from "./credential-services/index.js";\n';
const withParameter = "name: str, target_account_id: TargetAccountId = None";
const ownHandler = "async () => ({ content: [] })";

const migrated = {
  python: pythonServer(pythonImports, "@with_account_context()\n", withParameter),
  typescript: typescriptServer(
    typescriptImports,
    "name: z.string(), target_account_id: targetAccountId",
    `withAccountContext(${ownHandler})`,
  ),
};

export const tools = {
  "tool-pending": {
    why: "The server is asked to act in many accounts, and this tool knows one. It is what `check` is there for: one tool that was added without the parameter answers about the wrong account, and looks right.",
    examples: {
      python: { before: pythonServer("", "", "name: str"), after: migrated.python },
      typescript: {
        before: typescriptServer("", "name: z.string()", ownHandler),
        after: migrated.typescript,
      },
    },
  },
  "tool-partial": {
    why: "A tool that shows the parameter and does not follow it is worse than one that has none: callers name an account, and are answered about another.",
    examples: {
      python: {
        before: pythonServer(pythonImports, "", withParameter),
        after: migrated.python,
      },
      typescript: {
        before: typescriptServer(
          typescriptImports,
          "name: z.string(), target_account_id: targetAccountId",
          ownHandler,
        ),
        after: migrated.typescript,
      },
    },
  },
  "tool-unsupported": {
    why: "The tool cannot be followed, or what would have to change cannot be inserted. Nothing of it is changed, so it goes on in the server's own account until somebody does what the reason says.",
    examples: {
      python: {
        before: pythonServer("", "", "target_account_id: str, name: str"),
        after: pythonServer("", "", "account_to_find: str, name: str"),
      },
    },
  },
  "parameter-last": {
    why: "Somebody calls the tool's function by position. A parameter put before theirs would shift their arguments, so it stands at the end, where a reader does not look first. Nothing is broken.",
    examples: {
      python: {
        before: {
          "server.py": `@mcp.tool()
def search(text: str, limit: int = 10) -> list[str]:
    return [text] * limit
`,
          "tests/test_server.py": `from server import search


def test_search():
    assert search("a", 2) == ["a", "a"]
`,
        },
        after: {
          "server.py": `@mcp.tool()
def search(text: str, limit: int = 10) -> list[str]:
    return [text] * limit
`,
          "tests/test_server.py": `from server import search


def test_search():
    assert search("a", limit=2) == ["a", "a"]
`,
        },
      },
    },
  },
  "contract-changed": {
    why: "Callers read in the schema what they must give. A required parameter that got a default only so that `target_account_id` could stand before it may now be left out, and the tool runs with None.",
    examples: {
      python: {
        before: {
          "server.py": byHand(
            "cred_extract_services",
            "target_account_id: Optional[str] = None, name: str = None",
          ),
        },
        after: { "server.py": byHand("cred_extract_services", rightParameters) },
      },
    },
  },
  "entrypoint-import": {
    why: "`entrypoint.py` stands beside the package and starts it; a wheel holds the package alone. Installed from the wheel, the tool fails on its first call.",
    examples: {
      python: {
        before: { "server.py": byHand("entrypoint", rightParameters) },
        after: { "server.py": byHand("cred_extract_services", rightParameters) },
      },
    },
  },
  "outside-services": {
    why: "Services beside the package are found only where the server is started from its checkout. Installed from a wheel, the import fails, or another package of that name is taken.",
    examples: {
      python: {
        before: {
          "demo/__init__.py": "",
          "demo/server.py": `from mcp.server.fastmcp import FastMCP

from cred_extract_services import with_account_context

mcp = FastMCP("demo")
`,
          "server.py": "import demo.server\n",
        },
        after: {
          "demo/__init__.py": "",
          "demo/server.py": `from mcp.server.fastmcp import FastMCP

from demo.cred_extract_services import with_account_context

mcp = FastMCP("demo")
`,
          "server.py": "import demo.server\n",
        },
      },
    },
  },
  "never-imported": {
    why: "A tool is there only once its module was loaded. It is migrated like the others, but either no client ever sees it, or what loads it could not be seen.",
    examples: {
      python: {
        before: {
          "server.py": "",
          "reports.py": `from server import mcp


@mcp.tool()
def report() -> str:
    return "all is well"
`,
        },
        after: {
          "server.py": "import reports\n",
          "reports.py": `from server import mcp


@mcp.tool()
def report() -> str:
    return "all is well"
`,
        },
      },
    },
  },
  "malformed-pragma": {
    why: "Whoever wrote it believes that the tool, or the finding, is left alone. Without a colon and a reason, or misspelt, it is not: the tool is migrated like any other.",
    examples: {
      python: {
        before: {
          "server.py": `@mcp.tool()  # retrofit-ignore
def word() -> str:
    return "hello"
`,
        },
        after: {
          "server.py": `@mcp.tool()  # retrofit-ignore: reaches no AWS API
def word() -> str:
    return "hello"
`,
        },
      },
      typescript: {
        before: {
          "server.ts": `// retrofit-ingore: reaches no AWS API
server.tool("word", {}, async () => ({ content: [] }));
`,
        },
        after: {
          "server.ts": `// retrofit-ignore: reaches no AWS API
server.tool("word", {}, async () => ({ content: [] }));
`,
        },
      },
    },
  },
  "unused-pragma": {
    why: "A comment that ignores nothing hides what comes there later. Often the code it was for moved away, and is now migrated or reported.",
    examples: {
      python: {
        before: {
          "server.py": `# retrofit-ignore: reaches no AWS API
word = "hello"


@mcp.tool()
def say() -> str:
    return word
`,
        },
        after: {
          "server.py": `word = "hello"


# retrofit-ignore: reaches no AWS API
@mcp.tool()
def say() -> str:
    return word
`,
        },
      },
      typescript: {
        before: {
          "server.ts": `// retrofit-ignore: reaches no AWS API
const say = async () => ({ content: [] });

server.tool("say", {}, say);
`,
        },
        after: {
          "server.ts": `const say = async () => ({ content: [] });

// retrofit-ignore: reaches no AWS API
server.tool("say", {}, say);
`,
        },
      },
    },
  },
} as const satisfies Guides;
