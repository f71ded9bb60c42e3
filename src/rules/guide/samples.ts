/** Small servers that several examples are made of. */

export const list = `server.tool("list", {}, async () => ({ content: [] }));
`;

export const wrapped = `import { targetAccountId, withAccountContext } from "./credential-services/index.js";

server.tool(
  "list",
  { target_account_id: targetAccountId },
  withAccountContext(async () => ({ content: [] })),
);
`;
export const wrapper =
  "export const targetAccountId = {};\nexport const withAccountContext = <T>(run: T): T => run;\n";

export const services = `from server import ping


def with_account_context(function):
    return function
`;

export const ping = `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")


@mcp.tool()
def ping() -> str:
    return "pong"


if __name__ == "__main__":
    mcp.run()
`;

export const migrated = `from cred_extract_services import TargetAccountId, with_account_context


@mcp.tool()
@with_account_context
def test(name: str, target_account_id: TargetAccountId = None) -> str:
    return name
`;

export const starts = `import subprocess


@mcp.tool()
def test(name: str) -> str:
    return subprocess.run(["/opt/bin/chaos", "run", name], text=True).stdout
`;
