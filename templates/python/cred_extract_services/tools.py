# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""`with_account_context`: run a tool in the account that its call asks for.

The wrapper keeps the tool's signature, which is the tool's contract with its clients. Here too are
the setup call of the written-out form, in which the tool catches the typed errors itself, and
`install`, which hooks botocore and thread pools.
"""

import functools
import inspect
import sys
import threading
from .accounts import PARAMETER
from .authorization import current_caller
from .aws_client import strike_secrets_out
from .calls import (
    TOOL_ATTRIBUTE,
    AccountCall,
    AccountTool,
    is_prepared,
    open_call,
    open_call_async,
)
from .context_manager import current_credentials, set_state
from .exceptions import CredentialExtractionError, FormatResponse, account_tool_error
from .mcp_hooks import install_executor_hook, install_mcp_hooks
from typing import Any, Callable, Dict, Iterator, Optional, Tuple, TypeVar, overload


Tool = TypeVar('Tool', bound=Callable[..., Any])
Getter = Callable[[Tuple[Any, ...], Dict[str, Any]], Any]

_lock = threading.Lock()
_is_tested = False


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
        return wrap(tool, None)
    if not _formats_responses(tool):
        raise TypeError(f'{tool!r} has no parameter {PARAMETER}')

    def decorate(decorated: Callable[..., Any]) -> Any:
        if not _has_parameter(decorated):
            raise TypeError(f'{decorated!r} has no parameter {PARAMETER}')
        return wrap(decorated, tool)

    return decorate


def _has_parameter(function: Callable[..., Any]) -> bool:
    return PARAMETER in inspect.signature(function).parameters


def _formats_responses(function: Callable[..., Any]) -> bool:
    try:
        inspect.signature(function).bind('error', {}, 'message')
    except TypeError:
        return False
    return not inspect.iscoroutinefunction(function)


def wrap(function: Callable[..., Any], format_response: Optional[FormatResponse]) -> Any:
    """Return the wrapper of a function that has the parameter."""
    install_mcp_hooks()
    install()
    signature = resolved_signature(function)
    tool = AccountTool(getattr(function, '__name__', type(function).__name__), format_response)
    is_async = inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
    make = _async_wrapper if is_async else _sync_wrapper
    wrapper = make(function, _parameter_getter(signature), tool)
    setattr(wrapper, TOOL_ATTRIBUTE, tool)
    set_signature(wrapper, signature)
    return wrapper


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


async def _setup_account_context(target_account_id: Any) -> Dict[str, Optional[str]]:
    """Switch the running async tool to an account, until its call ends.

    Args:
        target_account_id: the tool's parameter. None keeps the account that is current.

    Returns:
        account_id, account_alias, auth_type and region; nothing secret. All are None for the
        default account.

    Raises:
        CredentialExtractionError: one of its kinds.
    """
    install_mcp_hooks()
    tool = AccountTool(sys._getframe(1).f_code.co_name)
    return _set_up(await open_call_async(tool, target_account_id, current_caller()))


def _setup_account_context_sync(target_account_id: Any) -> Dict[str, Optional[str]]:
    """Do what `_setup_account_context` does, in a sync tool."""
    install_mcp_hooks()
    tool = AccountTool(sys._getframe(1).f_code.co_name)
    return _set_up(open_call(tool, target_account_id, current_caller()))


def _set_up(call: AccountCall) -> Dict[str, Optional[str]]:
    set_state(call.state)
    call.tell(None)
    credentials = current_credentials()
    if credentials is not None:
        return credentials.summary()
    return {'account_id': None, 'account_alias': None, 'auth_type': None, 'region': None}


def resolved_signature(tool: Callable[..., Any]) -> inspect.Signature:
    """Return the signature with its annotations as objects, not as text.

    Older MCP libraries resolve text in the wrapper's own module, where the names are unknown.
    Annotations that can't be resolved stay as they are.
    """
    try:
        return inspect.signature(tool, eval_str=True)
    except Exception:
        return inspect.signature(tool)


def set_signature(wrapper: Any, signature: inspect.Signature) -> None:
    """Give a wrapper the signature of what it wraps, for all the ways to ask for it."""
    wrapper.__dict__ = _Attributes(wrapper.__dict__)
    wrapper.__signature__ = signature
    annotations = {
        name: parameter.annotation
        for name, parameter in signature.parameters.items()
        if parameter.annotation is not inspect.Parameter.empty
    }
    if signature.return_annotation is not inspect.Signature.empty:
        annotations['return'] = signature.return_annotation
    wrapper.__annotations__ = annotations
    wrapper.__kwdefaults__ = _defaults(signature)


class _Attributes(Dict[str, Any]):
    """A function's attributes, of which those about its signature are not copied to a wrapper.

    `functools.wraps(object.method)` copies the attributes of the function behind the method. Its
    signature begins with `self`, which a method's does not: the copy would show clients a tool
    with an argument `self`. A wrapper without a copy is asked what it wraps, the method.
    """

    def __iter__(self) -> Iterator[str]:
        return (name for name in super().__iter__() if name != '__signature__')

    def keys(self) -> Any:
        return list(self)


def _defaults(signature: inspect.Signature) -> Dict[str, Any]:
    """Return the defaults as `typing.get_type_hints` looks for them on the function itself.

    Before Python 3.11 it wraps what has the default None in another Optional, and schemas made
    from it would lose that. Our own parameter is left out: it must stay a plain string.
    """
    return {
        name: parameter.default
        for name, parameter in signature.parameters.items()
        if parameter.default is not inspect.Parameter.empty and name != PARAMETER
    }


def _parameter_getter(signature: inspect.Signature) -> Getter:
    """Return a function that finds the account in a call's arguments, by name or by position.

    `Signature.bind` does the same, but costs more than all the rest of a call.
    """
    parameter = signature.parameters[PARAMETER]
    index = list(signature.parameters).index(PARAMETER)
    by_position = parameter.kind is not inspect.Parameter.KEYWORD_ONLY
    default = None if parameter.default is inspect.Parameter.empty else parameter.default

    def get(args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Any:
        if PARAMETER in kwargs:
            return kwargs[PARAMETER]
        return args[index] if by_position and len(args) > index else default

    return get


def install() -> None:
    """Hook botocore and thread pools; again does little.

    Importing the package does this, so it only needs calling where a library is loaded later.

    Raises:
        AccountHookError: if the installed botocore would sign with the wrong key.
    """
    global _is_tested
    install_executor_hook()
    try:
        from .signing import install_botocore_hooks, run_self_test
    except ModuleNotFoundError as error:
        if (error.name or '').split('.')[0] == 'botocore':
            # Nothing signs requests here.
            return
        raise
    with _lock:
        install_botocore_hooks()
        strike_secrets_out()
        if not _is_tested:
            run_self_test()
            _is_tested = True
