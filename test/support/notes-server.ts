/** A small server in Python, for tests of what is around a retrofit. */

export const notesServer = {
  "pyproject.toml": `[project]\nname = "notes"\nversion = "1.0.0"\ndependencies = ["mcp", "boto3"]\n`,
  "README.md": "# Notes\n",
  "notes/__init__.py": "",
  "notes/server.py": `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool()
def read_note(name: str) -> str:
    """Read a note."""
    return open(name).read()


@mcp.tool()
def list_notes(folder: str) -> list[str]:
    """List the notes of a folder."""
    return [folder]
`,
};
