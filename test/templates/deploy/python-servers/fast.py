"""A server of fastmcp whose main says where it listens; the environment says otherwise."""

from fastmcp import FastMCP
from shapes import Limit, OptionalTag, describe


mcp = FastMCP('fast')


@mcp.tool
def find(text: str, limit: Limit = None, tag: OptionalTag = None) -> str:
    """Find."""
    return describe(text, limit, tag)


def main():
    """Run it."""
    mcp.run(transport='sse', host='127.0.0.1', port=1, path='/elsewhere')
