"""No server object until main, an async run, a /health of its own, and logs written with loguru."""

import anyio
import sys
from loguru import logger
from mcp.server.fastmcp import FastMCP
from shapes import Limit, OptionalTag, describe
from starlette.responses import PlainTextResponse


mcp = None


def main():
    """Make the server and run it."""
    global mcp
    logger.remove()
    logger.add(sys.stderr, level='INFO')
    mcp = FastMCP('awkward')
    mcp.custom_route('/health', methods=['GET'])(health)
    mcp.tool()(find)
    anyio.run(mcp.run_stdio_async)


async def health(_):
    """Say so."""
    return PlainTextResponse('well')


def find(text: str, limit: Limit = None, tag: OptionalTag = None) -> str:
    """Find."""
    logger.info('finding {}', text)
    return describe(text, limit, tag)


if __name__ == '__main__':
    main()
