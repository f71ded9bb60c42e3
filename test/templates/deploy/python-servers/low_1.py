"""A low-level server of mcp 1."""

import asyncio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import TextContent, Tool
from pydantic import TypeAdapter, validate_call
from shapes import Limit, OptionalTag, describe


server = Server('low-1')


@validate_call
def find(text: str, limit: Limit = None, tag: OptionalTag = None) -> str:
    """Find."""
    return describe(text, limit, tag)


@server.list_tools()
async def list_tools():
    """List the one tool, with the schema that pydantic would give it."""
    schema = TypeAdapter(find).json_schema()
    return [Tool(name='find', inputSchema=schema)]


@server.call_tool()
async def call_tool(name, arguments):
    """Call it."""
    return [TextContent(type='text', text=find(**arguments))]


async def run():
    """Run over stdio."""
    async with stdio_server() as (read_stream, write_stream):
        await server.run(read_stream, write_stream, server.create_initialization_options())


def main():
    """Run it."""
    asyncio.run(run())
