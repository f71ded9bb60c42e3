# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Let a low-level server of `mcp` 1 take an account id however a model sends it.

It checks a call's arguments against the listed schema before the handler sees them, and would
refuse a number as no text. What it lists stays as it is; what it checks by leaves the parameter
open, and the wrapper of the handler reads it. `mcp` 2 checks nothing here.
"""

import functools
import importlib
from .parameter import PARAMETER, parameter_schema
from typing import Any


_LOOK_UP = '_get_cached_tool_definition'


@functools.lru_cache(maxsize=None)
def install_lowlevel_hooks() -> None:
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
