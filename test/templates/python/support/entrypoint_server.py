"""A server that its entry point starts: `server.py <mcp|fastmcp|lowlevel>`, one tool, `whoami`.

`mcp-uvicorn` hands its application to uvicorn, on a port of its own; `mcp-named` names it as a text.
"""

import asyncio
import boto3
import os
import sys
from acme.cred_extract_services import (
    TargetAccountId,
    account_cache_key,
    set_account_rule,
    with_account_call,
    with_account_context,
    with_account_list,
)
from botocore.config import Config
from typing import Any, Dict, List


go = asyncio.Event()
if os.environ.get('RULE'):
    set_account_rule(lambda account_id, caller: account_id in os.environ['RULE'].split(','))


async def answer(wait: bool, go_on: bool) -> str:
    """Say who it is and who signs; wait for another call, or tell it to go on."""
    if go_on:
        go.set()
    if wait:
        print('waiting', flush=True)
        await go.wait()
        go.clear()
        return 'waited'
    if not os.environ.get('AWS_ACCESS_KEY_ID'):
        return account_cache_key()
    client = boto3.session.Session().client('s3', config=Config(signature_version='s3v4'))
    url: str = client.generate_presigned_url('list_buckets')
    key = url.split('Credential=')[1].split('%2F')[0]
    return f'{account_cache_key()} {key[:16]}'


@with_account_context
async def whoami(
    wait: bool = False, go: bool = False, target_account_id: TargetAccountId = None
) -> str:
    """Be the tool."""
    return await answer(wait, go)


def fast(library: str) -> Any:
    """Return a server of fastmcp, of mcp 1 or of mcp 2."""
    if library == 'fastmcp':
        from fastmcp import FastMCP
    else:
        try:
            from mcp.server.fastmcp import FastMCP
        except ImportError:
            from mcp.server.mcpserver import MCPServer as FastMCP
    server: Any = FastMCP('acme')
    server.tool()(whoami)
    return server


async def low_level() -> None:
    """Serve with a low-level server of mcp 1 or of mcp 2."""
    from mcp.server.lowlevel import Server
    from mcp.server.stdio import stdio_server
    from mcp.types import CallToolResult, ListToolsResult, TextContent, Tool

    tool = Tool.model_validate({'name': 'whoami', 'inputSchema': {'type': 'object'}})

    async def text(arguments: Any) -> List[Any]:
        told = await answer(arguments.get('wait', False), arguments.get('go', False))
        return [TextContent(type='text', text=told)]

    @with_account_list
    async def list_2(context: Any, params: Any) -> Any:
        return ListToolsResult(tools=[tool])

    @with_account_call
    async def call_2(context: Any, params: Any) -> Any:
        return CallToolResult(content=await text(params.arguments or {}))

    @with_account_list
    async def list_1() -> Any:
        return [tool]

    @with_account_call
    async def call_1(name: str, arguments: Dict[str, Any]) -> Any:
        return await text(arguments)

    make: Any = Server
    if hasattr(Server, 'list_tools'):
        server = make('acme')
        server.list_tools()(list_1)
        server.call_tool()(call_1)
    else:
        server = make('acme', on_list_tools=list_2, on_call_tool=call_2)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def application(library: str) -> Any:
    """Return what a main hands to uvicorn."""
    server = fast(library)
    return server.http_app() if library == 'fastmcp' else server.streamable_http_app()


def __getattr__(name: str) -> Any:
    if name == 'app':
        return application(sys.argv[1].split('-')[0])
    raise AttributeError(name)


def main() -> None:
    """Run it."""
    library, _, way = sys.argv[1].partition('-')
    if library == 'lowlevel':
        asyncio.run(low_level())
    elif way:
        import uvicorn

        app = 'server:app' if way == 'named' else application(library)
        uvicorn.run(app, host='127.0.0.9', port=1)
    else:
        fast(library).run()


if __name__ == '__main__':
    main()
