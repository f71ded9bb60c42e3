# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Rewrite every tools/list answer of this process with the schemas of gateway_schema.py.

It is done where the answer leaves the server, so that the library goes on checking arguments and
results against the schemas that the tools have.
"""

import importlib
from .gateway_schema import flatten_input_schema, inline_references
from typing import Any, Awaitable, Callable, Dict


def flatten_tool_lists() -> None:
    """Hook the MCP library, if one is installed. Call it once, before a server object is made."""
    try:
        server_class = importlib.import_module('mcp.server.lowlevel.server').Server
    except ModuleNotFoundError:
        return
    if hasattr(server_class, 'streamable_http_app'):
        _flatten_in_mcp_2(server_class)
    else:
        _flatten_in_mcp_1(importlib.import_module('mcp.shared.session').BaseSession)


def _flatten_in_mcp_1(session_class: Any) -> None:
    """Every answer, of fastmcp 3 and of low-level servers too, goes out through this method.

    Not the handler of tools/list: mcp checks arguments and results against what that returns.
    """
    types = importlib.import_module('mcp.types')
    send = session_class._send_response

    async def send_response(self: Any, request_id: Any, response: Any) -> None:
        result = getattr(response, 'root', response)
        if isinstance(result, types.ListToolsResult):
            answer = _flatten_answer(_to_wire(result))
            response = types.ServerResult(types.ListToolsResult.model_validate(answer))
        await send(self, request_id, response)

    session_class._send_response = send_response


def _flatten_in_mcp_2(server_class: Any) -> None:
    """The outermost middleware of every server, fastmcp 4's included."""
    create = server_class.__init__

    async def flatten(context: Any, call_next: Callable[[Any], Awaitable[Any]]) -> Any:
        result = await call_next(context)
        return _flatten_answer(_to_wire(result)) if context.method == 'tools/list' else result

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        create(self, *args, **kwargs)
        self.middleware.insert(0, flatten)

    server_class.__init__ = __init__


def _to_wire(result: Any) -> Any:
    return (
        result
        if isinstance(result, dict)
        else result.model_dump(by_alias=True, mode='json', exclude_none=True)
    )


def _flatten_answer(answer: Dict[str, Any]) -> Dict[str, Any]:
    return {**answer, 'tools': [_flatten_tool(tool) for tool in answer.get('tools', [])]}


def _flatten_tool(tool: Dict[str, Any]) -> Dict[str, Any]:
    flat = {**tool, 'inputSchema': flatten_input_schema(tool.get('inputSchema'))}
    if 'outputSchema' in tool:
        flat['outputSchema'] = inline_references(tool['outputSchema'])
    return flat
