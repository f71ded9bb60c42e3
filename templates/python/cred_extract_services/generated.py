# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Functions whose signatures are made when the server starts.

No parameter can be written into them: they get it where they are registered.

Copied only into servers that use it.
"""

import functools
import inspect
from .accounts import PARAMETER, TargetAccountId
from .calls import TOOL_ATTRIBUTE
from .tools import resolved_signature, set_signature, wrap
from typing import Any, Callable, Dict, TypeVar, cast


Tool = TypeVar('Tool', bound=Callable[..., Any])


def with_account_parameter(tool: Tool) -> Tool:
    """Give a function the parameter when it is registered, and run it in the account of its call.

    For a function whose signature is made when the server starts: `server.tool()(function)` becomes
    `server.tool()(with_account_parameter(function))`. The function itself is not given the account.
    One that has the parameter is wrapped as by `with_account_context`, or left as it is.
    """
    if hasattr(tool, TOOL_ATTRIBUTE):
        return tool
    signature = resolved_signature(tool)
    if PARAMETER in signature.parameters:
        return cast(Tool, wrap(tool, None))

    def without(kwargs: Dict[str, Any]) -> Dict[str, Any]:
        return {name: value for name, value in kwargs.items() if name != PARAMETER}

    @functools.wraps(tool)
    async def taking_async(*args: Any, **kwargs: Any) -> Any:
        result = tool(*args, **without(kwargs))
        if inspect.isasyncgen(result):
            return [item async for item in result]
        return await result

    @functools.wraps(tool)
    def taking(*args: Any, **kwargs: Any) -> Any:
        return tool(*args, **without(kwargs))

    is_async = inspect.iscoroutinefunction(tool) or inspect.isasyncgenfunction(tool)
    taking_account: Any = taking_async if is_async else taking
    set_signature(taking_account, _with_parameter(signature))
    return cast(Tool, wrap(taking_account, None))


def _with_parameter(signature: inspect.Signature) -> inspect.Signature:
    """Return a signature with the parameter, by name only, before any `**kwargs`."""
    added = inspect.Parameter(
        PARAMETER, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=TargetAccountId
    )
    parameters = list(signature.parameters.values())
    takes_any = parameters and parameters[-1].kind is inspect.Parameter.VAR_KEYWORD
    parameters.insert(len(parameters) - 1 if takes_any else len(parameters), added)
    return signature.replace(parameters=parameters)
