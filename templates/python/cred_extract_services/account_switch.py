# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Switch a call to the account it asks for: authorise, get credentials, tell."""

import inspect
from .account_cache import DEFAULT_KEY
from .answers import FormatResponse
from .authorization import authorize, authorize_listed
from .call import Caller
from .context_manager import (
    Base,
    Scope,
    State,
    credentials_scope,
    current_scope,
    current_state,
    is_current,
)
from .credential_extractor import extract_aws_credentials, extract_aws_credentials_async
from .exceptions import AccountNotFoundError
from .parameter import pad_number, read_account_id
from .session_name import session_name
from .strict_mode import note_request
from .telemetry import Told, switch_told
from contextvars import ContextVar
from typing import Any, Callable, NamedTuple, Optional


# What a wrapped tool carries, for the hook that runs it to find.
TOOL_ATTRIBUTE = '__account_tool__'


class AccountTool(NamedTuple):
    """A tool that takes an account: its name, and how its server formats an error."""

    name: str
    format_response: Optional[FormatResponse] = None


class _Prepared(NamedTuple):
    tool: AccountTool
    account_id: Optional[str]
    scope: Optional[Scope]


_prepared: ContextVar[Optional[_Prepared]] = ContextVar('aws_account_call', default=None)


class AccountCall:
    """A call that has its account: enter it to run the tool; when it ends, it is told."""

    __slots__ = ('state', 'told', '_tool', '_account_id', '_block', '_token')

    def __init__(self, tool: AccountTool, account_id: Optional[str], state: State, told: Told):
        """Take what was switched to, and what is to be told of it."""
        self._tool = tool
        self._account_id = account_id
        self.state = state
        # A tool called by a tool, without an account, stays in that one's scope.
        self._block = None if is_current(state) else credentials_scope(state)
        self.told = told

    def __enter__(self) -> None:
        """Make the account current."""
        if self._block is not None:
            self._block.__enter__()
        prepared = _Prepared(self._tool, self._account_id, current_scope())
        self._token = _prepared.set(prepared)

    def __exit__(self, kind: Any, error: Optional[BaseException], _: Any) -> None:
        """End the account's time, and tell."""
        _prepared.reset(self._token)
        if self._block is not None:
            self._block.__exit__()
        self.told.end(error)


def is_prepared(tool: AccountTool, requested: Any) -> bool:
    """Tell whether the hook that runs tools has already switched to this call's account."""
    prepared = _prepared.get()
    if prepared is None or prepared.tool is not tool or prepared.scope is not current_scope():
        return False
    # What the call started, and that calls the tool again when it has ended, is a call of its own.
    if prepared.scope is None or not is_current(prepared.scope.state):
        return False
    return prepared.account_id == _text(requested)


def open_call(tool: AccountTool, requested: Any, caller: Caller) -> AccountCall:
    """Return a call in its account. Blocks while the credentials aren't cached.

    Args:
        tool: the tool; its name goes into the session's name.
        requested: what the call sent as its account: text, a number or nothing. With nothing, a
            tool called by a tool stays in that one's account; otherwise it is the default.
        caller: who is calling.

    Raises:
        CredentialExtractionError: one of its kinds.
    """
    note_request()
    told = Told(tool.name, caller)
    if _is_nothing(requested):
        return AccountCall(tool, None, _inherited(), told)
    with switch_told(told):
        account_id = _authorized(requested, caller, told)
        name = session_name(tool.name, caller.name)
        state = told.got(extract_aws_credentials(account_id, name))
    return AccountCall(tool, _text(requested), state, told)


async def open_call_async(tool: AccountTool, requested: Any, caller: Caller) -> AccountCall:
    """Do what `open_call` does, without blocking the event loop."""
    note_request()
    told = Told(tool.name, caller)
    if _is_nothing(requested):
        return AccountCall(tool, None, _inherited(), told)
    with switch_told(told):
        account_id = _authorized(requested, caller, told)
        name = session_name(tool.name, caller.name)
        state = told.got(await extract_aws_credentials_async(account_id, name))
    return AccountCall(tool, _text(requested), state, told)


def run_in_account(
    account_id: Optional[str], work: Callable[..., Any], /, *args: Any, **kwargs: Any
) -> Any:
    """Run a function in an account that is handed over explicitly: in a pool, a worker, a child.

    `pool.submit(run_in_account, account_cache_key(), work, ...)`. The server's code vouches for the
    account: give it the one that the call was allowed to name. ALLOWED_TARGET_ACCOUNTS holds here
    too; a token can't be asked for.

    Args:
        account_id: 12 digits. None, or the `default` of `account_cache_key()`, is the server's own.
        work: a function; an async one gives what to await.
        *args: what the function is called with.
        **kwargs: the same, by name.

    Raises:
        CredentialExtractionError: one of its kinds.
    """
    is_default = account_id is None or account_id in ('', DEFAULT_KEY)
    wanted = None if is_default else read_account_id(account_id)
    name = session_name(getattr(work, '__name__', 'work'), None)
    if wanted is not None:
        authorize_listed(wanted)
    if inspect.iscoroutinefunction(work):
        return _run_async(wanted, name, work(*args, **kwargs))
    with credentials_scope(extract_aws_credentials(wanted, name) if wanted else Base.DEFAULT):
        return work(*args, **kwargs)


async def _run_async(wanted: Optional[str], name: str, work: Any) -> Any:
    state: State = Base.DEFAULT
    if wanted is not None:
        state = await extract_aws_credentials_async(wanted, name)
    with credentials_scope(state):
        return await work


def _is_nothing(requested: Any) -> bool:
    return requested is None or requested == ''


def _text(requested: Any) -> Optional[str]:
    return None if _is_nothing(requested) else str(pad_number(requested))


def _inherited() -> State:
    state = current_state()
    return Base.DEFAULT if state is Base.OUTSIDE else state


def _authorized(requested: Any, caller: Caller, told: Told) -> str:
    account_id = read_account_id(requested)
    if account_id is None:
        raise AccountNotFoundError('no account id was given')
    told.wants(account_id)
    authorize(account_id, caller)
    return account_id
