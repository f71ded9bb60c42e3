"""A low-level MCP server for the tests, as `mcp` 1 and as `mcp` 2 want it: over stdio."""

from __future__ import annotations

import asyncio
import json
from acme.cred_extract_services import account_cache_key, with_account_call, with_account_list
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import CallToolResult, ListToolsResult, TextContent, Tool
from typing import Any, Dict, List


SCHEMA = {
    'type': 'object',
    'properties': {'count': {'type': 'integer'}},
    'required': ['count'],
    'additionalProperties': False,
}


def describe() -> List[Tool]:
    """Return the tools."""
    return [Tool.model_validate({'name': 'show', 'inputSchema': SCHEMA})]


def answer(name: str, arguments: Any) -> List[Any]:
    """Answer with what the handler got."""
    text = json.dumps([name, arguments, account_cache_key()])
    return [TextContent(type='text', text=text)]


class Handlers:
    """What `mcp` 2 takes as functions may also be methods."""

    @with_account_list
    async def list_tools(self, context: Any, params: Any) -> ListToolsResult:
        """List the tools."""
        return ListToolsResult(tools=describe())

    @with_account_call
    async def call_tool(self, context: Any, params: Any) -> CallToolResult:
        """Answer a call."""
        return CallToolResult(content=answer(params.name, params.arguments))


def make_server() -> Any:
    """Make the server in the installed version's way."""
    server_class: Any = Server
    if not hasattr(Server, 'list_tools'):
        handlers = Handlers()
        return server_class(
            'low', on_list_tools=handlers.list_tools, on_call_tool=handlers.call_tool
        )
    server = server_class('low')

    @server.list_tools()
    @with_account_list
    async def list_tools() -> List[Tool]:
        return describe()

    @server.call_tool()
    @with_account_call
    async def call_tool(name: str, arguments: Dict[str, Any]) -> List[Any]:
        return answer(name, arguments)

    return server


async def serve() -> None:
    """Serve."""
    server = make_server()
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


if __name__ == '__main__':
    asyncio.run(serve())
