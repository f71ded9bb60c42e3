# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""`with_account_context`: run a tool in the account that its call asks for."""

import functools
import inspect
from .account_switch import (
    TOOL_ATTRIBUTE,
    AccountTool,
    is_prepared,
    open_call,
    open_call_async,
)
from .answers import FormatResponse, account_tool_error
from .call import current_caller
from .exceptions import CredentialExtractionError
from .hooks import install
from .mcp_hooks import install_mcp_hooks
from .parameter import PARAMETER
from .signature import Getter, parameter_getter, resolved_signature, set_signature
from typing import Any, Callable, Optional, TypeVar, overload


Tool = TypeVar('Tool', bound=Callable[..., Any])


@overload
def with_account_context(tool: FormatResponse) -> Callable[[Tool], Tool]: ...


@overload
def with_account_context(tool: Tool) -> Tool: ...


def with_account_context(tool: Callable[..., Any]) -> Any:
    """Run a tool in the account that its call asks for, and answer if that can't be done.

    Use it as `@with_account_context`, or as `@with_account_context(format_response)` where the
    server answers through a function of that form. The tool must have a parameter
    `target_account_id: TargetAccountId = None`. Nothing about its signature changes; a sync tool
    stays sync, an async one async. Typed errors become the tool's answer: an error whose text is
    JSON with `error_type` and `message`.

    Raises:
        TypeError: if what it decorates has no such parameter.
    """
    if _has_parameter(tool):
        return _wrap(tool, None)
    if not _formats_responses(tool):
        raise TypeError(f'{tool!r} has no parameter {PARAMETER}')

    def decorate(decorated: Callable[..., Any]) -> Any:
        if not _has_parameter(decorated):
            raise TypeError(f'{decorated!r} has no parameter {PARAMETER}')
        return _wrap(decorated, tool)

    return decorate


def _has_parameter(function: Callable[..., Any]) -> bool:
    return PARAMETER in inspect.signature(function).parameters


def _formats_responses(function: Callable[..., Any]) -> bool:
    try:
        inspect.signature(function).bind('error', {}, 'message')
    except TypeError:
        return False
    return not inspect.iscoroutinefunction(function)


def _wrap(function: Callable[..., Any], format_response: Optional[FormatResponse]) -> Any:
    install_mcp_hooks()
    install()
    signature = resolved_signature(function)
    tool = AccountTool(getattr(function, '__name__', type(function).__name__), format_response)
    make = _async_wrapper if _is_async(function) else _sync_wrapper
    wrapper = make(function, parameter_getter(signature), tool)
    setattr(wrapper, TOOL_ATTRIBUTE, tool)
    set_signature(wrapper, signature)
    return wrapper


def _is_async(function: Callable[..., Any]) -> bool:
    return inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)


def _sync_wrapper(
    function: Callable[..., Any], requested: Getter, tool: AccountTool
) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        # A generator's body would otherwise run after the account has been reset.
        return list(result) if inspect.isgenerator(result) else result

    @functools.wraps(function)
    def run_in_account(*args: Any, **kwargs: Any) -> Any:
        wanted = requested(args, kwargs)
        if is_prepared(tool, wanted):
            return run(*args, **kwargs)
        try:
            with open_call(tool, wanted, current_caller((*args, *kwargs.values()))):
                return run(*args, **kwargs)
        except CredentialExtractionError as error:
            failure = account_tool_error(error, tool.format_response)
        # Raised out here, so that no frame that held credentials hangs on it.
        raise failure

    return run_in_account


def _async_wrapper(
    function: Callable[..., Any], requested: Getter, tool: AccountTool
) -> Callable[..., Any]:
    async def run(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if inspect.isasyncgen(result):
            return [item async for item in result]
        return await result

    @functools.wraps(function)
    async def run_in_account(*args: Any, **kwargs: Any) -> Any:
        wanted = requested(args, kwargs)
        if is_prepared(tool, wanted):
            return await run(*args, **kwargs)
        try:
            caller = current_caller((*args, *kwargs.values()))
            with await open_call_async(tool, wanted, caller):
                return await run(*args, **kwargs)
        except CredentialExtractionError as error:
            failure = account_tool_error(error, tool.format_response)
        raise failure

    return run_in_account
