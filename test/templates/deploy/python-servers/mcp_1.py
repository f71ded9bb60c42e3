"""A server of mcp 1 with a module-level server object, arguments, and a tool called setup."""

import argparse
import sys
from mcp.server.fastmcp import FastMCP
from shapes import Limit, OptionalTag, describe


mcp = FastMCP('mcp-1')


@mcp.tool()
def find(text: str, limit: Limit = None, tag: OptionalTag = None) -> str:
    """Find."""
    return describe(text, limit, tag)


@mcp.tool()
def setup() -> str:
    """Not a start-up function."""
    raise SystemExit('setup was run')


def main():
    """Run it."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--allow-write', action='store_true')
    print('writes', parser.parse_args().allow_write, file=sys.stderr)
    mcp.run(transport='stdio')
