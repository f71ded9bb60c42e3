/** A small server with outliers, for conversations about it. */

const server = `"""Notes."""

from mcp.server.fastmcp import FastMCP

mcp = FastMCP('notes')


@mcp.tool()
def forced(note: str, limit: int = 10) -> str:
    """Is called by position below."""
    return note


@mcp.tool()
def one(note: str, limit: int = 10) -> str:
    """The first of three of a kind."""
    return note


@mcp.tool()
def two(note: str, limit: int = 10) -> str:
    """The second of three of a kind."""
    return note


@mcp.tool()
def three(note: str, limit: int = 10) -> str:
    """The third of three of a kind."""
    return note


FIRST = forced('a', 5)
`;

const more = `"""More notes."""

from notes.server import mcp


@mcp.tool()
def four(note: str) -> str:
    """The first of two."""
    return note


@mcp.tool()
def five(note: str) -> str:
    """The second of two."""
    return note
`;

const manifest = `[project]
name = "notes"
version = "1.0.0"
dependencies = ["boto3", "mcp"]
`;

export const notes = {
  "pyproject.toml": manifest,
  "notes/__init__.py": "",
  "notes/server.py": server,
  "notes/more.py": more,
};
