"""A server of mcp 2."""

from mcp.server.mcpserver import MCPServer
from shapes import Limit, OptionalTag, describe


server = MCPServer('mcp-2')


@server.tool()
def find(text: str, limit: Limit = None, tag: OptionalTag = None) -> str:
    """Find."""
    return describe(text, limit, tag)


def main():
    """Run it."""
    server.run()
