"""A low-level server of mcp 2."""

import asyncio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import CallToolResult, ListToolsResult, TextContent, Tool
from pydantic import TypeAdapter, validate_call
from shapes import Limit, OptionalTag, describe


@validate_call
def find(text: str, limit: Limit = None, tag: OptionalTag = None) -> str:
    """Find."""
    return describe(text, limit, tag)


async def list_tools(context, params):
    """List the one tool, with the schema that pydantic would give it."""
    return ListToolsResult(tools=[Tool(name='find', input_schema=TypeAdapter(find).json_schema())])


async def call_tool(context, params):
    """Call it."""
    text = find(**(params.arguments or {}))
    return CallToolResult(content=[TextContent(type='text', text=text)])


server = Server('low-2', on_list_tools=list_tools, on_call_tool=call_tool)


async def run():
    """Run over stdio."""
    async with stdio_server() as (read_stream, write_stream):
        await server.run(read_stream, write_stream, server.create_initialization_options())


def main():
    """Run it."""
    asyncio.run(run())
