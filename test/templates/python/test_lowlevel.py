"""Servers that list and dispatch their tools themselves."""

import json
import pytest
from conftest import A, B, Endpoint
from cred_extract_services import account_cache_key, with_account_call, with_account_list
from mcp.server.lowlevel import Server
from mcp.shared.memory import create_connected_server_and_client_session
from mcp.types import CallToolRequestParams, CallToolResult, ListToolsResult, TextContent, Tool
from types import SimpleNamespace
from typing import Any, Dict, List


OPEN = Tool(name='open', inputSchema={'type': 'object'})
CLOSED = Tool(
    name='closed',
    inputSchema={
        'type': 'object',
        'properties': {'a': {'type': 'string'}},
        'required': ['a'],
        'additionalProperties': False,
    },
)


def make_server() -> 'Server[Any, Any]':
    server: Server[Any, Any] = Server('low')

    @server.list_tools()  # type: ignore[no-untyped-call]
    @with_account_list
    async def list_tools() -> List[Tool]:
        return [OPEN, CLOSED]

    @server.call_tool()
    @with_account_call
    async def call_tool(name: str, arguments: Dict[str, Any]) -> List[TextContent]:
        return [TextContent(type='text', text=f'{name} {arguments} {account_cache_key()}')]

    return server


async def test_tools_are_listed_with_the_parameter_and_run_in_the_account(aws: Endpoint) -> None:
    async with create_connected_server_and_client_session(make_server()) as client:
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == ['open', 'closed']
        for tool in listed:
            assert tool.inputSchema['properties']['target_account_id']['type'] == 'string'
        assert listed[1].inputSchema['required'] == ['a']

        answer: Any = await client.call_tool('closed', {'a': 'b', 'target_account_id': B})
        assert answer.content[0].text == f"closed {{'a': 'b'}} {B}"
        answer = await client.call_tool('open', {})
        assert answer.content[0].text == 'open {} default'
        answer = await client.call_tool('open', {'target_account_id': '999999999999'})
        assert answer.isError
        assert json.loads(answer.content[0].text)['error_type'] == 'account_not_found'
    assert 'properties' not in OPEN.inputSchema


async def test_the_handlers_of_mcp_2_are_taken_too(aws: Endpoint) -> None:
    @with_account_list
    async def list_tools(context: Any, params: Any) -> ListToolsResult:
        return ListToolsResult(tools=[OPEN])

    @with_account_call
    async def call_tool(context: Any, params: CallToolRequestParams) -> CallToolResult:
        text = f'{params.name} {params.arguments} {account_cache_key()}'
        return CallToolResult(content=[TextContent(type='text', text=text)])

    (tool,) = (await list_tools(None, None)).tools
    assert list(tool.inputSchema['properties']) == ['target_account_id']
    context = SimpleNamespace(request=None)
    params = CallToolRequestParams(name='open', arguments={'a': 1, 'target_account_id': A})
    answer: Any = await call_tool(context, params)
    assert answer.content[0].text == f"open {{'a': 1}} {A}"


if not hasattr(Server, 'list_tools'):
    pytest.skip('mcp 2 has no decorators on its Server', allow_module_level=True)
