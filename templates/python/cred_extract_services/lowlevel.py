# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Servers that list and dispatch their tools themselves (the low-level `Server`).

`mcp` 1 checks a call's arguments against the listed schema before the handler sees them, and would
refuse an account id that a model sends as a number. What it lists stays as it is; what it checks by
leaves the parameter open, and the wrapper of the handler reads it. `mcp` 2 checks nothing here.

Copied only into servers that use it.
"""

import functools
import importlib
from .accounts import PARAMETER, parameter_schema
from .authorization import Caller, caller_of, current_caller
from .calls import AccountTool, open_call_async
from .exceptions import CredentialExtractionError, account_call_tool_result
from .mcp_hooks import install_mcp_hooks
from typing import Any, Awaitable, Callable, Dict, NamedTuple, Optional, Tuple, TypeVar


Handler = TypeVar('Handler', bound=Callable[..., Awaitable[Any]])

_LOOK_UP = '_get_cached_tool_definition'


def with_account_list(handler: Handler) -> Handler:
    """Add the parameter to every tool that a `list_tools` handler returns, on copies of them."""
    install_mcp_hooks()
    _install_lowlevel_hooks()

    @functools.wraps(handler)
    async def list_with_account(*args: Any, **kwargs: Any) -> Any:
        listed = await handler(*args, **kwargs)
        if hasattr(listed, 'tools'):
            tools = [_with_parameter(tool) for tool in listed.tools]
            return listed.model_copy(update={'tools': tools})
        return [_with_parameter(tool) for tool in listed]

    return list_with_account  # type: ignore[return-value]


def with_account_call(handler: Handler) -> Handler:
    """Run a `call_tool` handler in the account that the call asks for.

    The handler gets the arguments without the account. A typed error becomes a result that is an
    error. Both forms are taken: `(name, arguments)`, and `(context, params)` of `mcp` 2; as
    functions and as methods.
    """

    @functools.wraps(handler)
    async def call_in_account(*args: Any) -> Any:
        *bound, first, second = args
        asked = _without_account(first, second)
        try:
            with await open_call_async(AccountTool(asked.tool), asked.requested, asked.caller):
                return await handler(*bound, *asked.handler_arguments)
        except CredentialExtractionError as error:
            return account_call_tool_result(error)

    return call_in_account  # type: ignore[return-value]


class _Call(NamedTuple):
    tool: str
    requested: Any
    caller: Caller
    handler_arguments: Tuple[Any, Any]


def _without_account(first: Any, second: Any) -> _Call:
    if isinstance(first, str):
        requested, arguments = _pop_account(second)
        return _Call(first, requested, current_caller(), (first, arguments))
    requested, arguments = _pop_account(second.arguments)
    params = second.model_copy(update={'arguments': arguments})
    caller = caller_of(getattr(first, 'request', None))
    return _Call(second.name, requested, caller, (first, params))


def _pop_account(arguments: Optional[Dict[str, Any]]) -> Tuple[Any, Optional[Dict[str, Any]]]:
    if not arguments or PARAMETER not in arguments:
        return None, arguments
    left = {name: value for name, value in arguments.items() if name != PARAMETER}
    return arguments[PARAMETER], left


def _with_parameter(tool: Any) -> Any:
    # `mcp` 2 spells the attribute the Python way, and answers to both names once fastmcp is loaded.
    is_mcp_2 = 'input_schema' in type(tool).model_fields
    attribute = 'input_schema' if is_mcp_2 else 'inputSchema'
    schema = getattr(tool, attribute)
    properties = {**schema.get('properties', {}), PARAMETER: parameter_schema()}
    return tool.model_copy(update={attribute: {**schema, 'properties': properties}})


@functools.lru_cache(maxsize=None)
def _install_lowlevel_hooks() -> None:
    """Hook the look-up of a tool for the check; again does nothing.

    Where a version has no such method, a number is refused before any account is asked for.
    """
    try:
        server_class: Any = importlib.import_module('mcp.server.lowlevel.server').Server
    except ModuleNotFoundError:
        return
    look_up = getattr(server_class, _LOOK_UP, None)
    if look_up is None:
        return

    @functools.wraps(look_up)
    async def look_up_open(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _opened(await look_up(self, *args, **kwargs))

    setattr(server_class, _LOOK_UP, look_up_open)


def _opened(tool: Any) -> Any:
    """Return a copy of the tool whose schema takes anything for the parameter that we added."""
    schema = getattr(tool, 'inputSchema', None) or {}
    properties = schema.get('properties', {})
    if properties.get(PARAMETER) != parameter_schema():
        return tool
    opened = {**schema, 'properties': {**properties, PARAMETER: {}}}
    return tool.model_copy(update={'inputSchema': opened})
