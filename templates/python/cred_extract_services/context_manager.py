# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Which account's credentials are current: one ContextVar, never the process's environment.

A ContextVar belongs to one call: each asyncio task has its own, so calls that run at once can't
see each other's account. What it holds is a scope, which ends with its call and belongs to its
process: work that outlives the call, or that a fork took along, finds a scope that is over.
asyncio's tasks and thread pools inherit it; a raw Thread doesn't.

So from the first request that the server answers, and if accounts are configured, nothing may be
signed outside a call (strict mode): it would be signed with the server's own credentials, instead of
the account that was lost. A child process never may: it knows nothing of the call that gave it
work. The server's own work says so: `with as_server_identity():`. And where ALLOW_DEFAULT_ACCOUNT
says so, a call that names no account may not sign as the server.
"""

import os
import sys
from .accounts import AwsCredentials
from .authorization import in_request
from .exceptions import AccountAccessDeniedError, LostAccountContextError
from .settings import default_account_is_allowed, is_strict
from contextlib import contextmanager
from contextvars import ContextVar, Token
from enum import Enum
from typing import ContextManager, Iterator, Optional, Union


class Base(Enum):
    """The ways to have no account current."""

    OUTSIDE = 'outside any call'
    DEFAULT = 'in a call, with the default credentials'
    STARTING = "in the server's lifespan, as it begins or ends"
    SERVER = "the server's own work"
    SERVICES = 'what these services ask AWS for themselves'


State = Union[AwsCredentials, Base]


class Scope:
    """A block, a call or a request that runs in one state.

    Attributes:
        parent: the call around it, whose end is its own; or None.
    """

    __slots__ = ('state', 'parent', 'process', 'has_ended')

    def __init__(self, state: State, parent: 'Optional[Scope]') -> None:
        """Open a scope."""
        self.state = state
        self.parent = parent
        self.process = _process
        self.has_ended = False

    def is_over(self) -> bool:
        """Tell whether the call, or one around it, has ended."""
        scope: Optional[Scope] = self
        while scope is not None:
            if scope.has_ended:
                return True
            scope = scope.parent
        return False


ScopeToken = Token[Optional[Scope]]

_ENDED = (
    'The tool call that named this account has ended: what it started must not act in the account '
    'any more. Wrap what outlives the call in bind_account(...), which keeps its account.'
)
_OTHER_PROCESS = (
    'This process inherited an account from a tool call of the process that forked it. Hand the '
    'account over: run_in_account(account_id, work, ...) in the worker, or start a program with '
    'env=account_environment().'
)
_NO_CALL = (
    "An AWS request outside any tool call: the call's account is not known here. Start the work "
    'with asyncio, asyncio.to_thread or a ThreadPoolExecutor, which keep the account; wrap it in '
    "bind_account(...) during the call; or, if it is the server's own, run it in "
    '`with as_server_identity():`.'
)
_CHILD = (
    'An AWS request in a child process of a server, to which no account was handed over. Run the '
    'work with run_in_account(account_id, work, ...), start a program with '
    "env=account_environment(), or, if it is the server's own work, run it in "
    '`with as_server_identity():`.'
)
# Set when the server begins to serve, and inherited by the programs that it starts.
SERVER_PID = 'TARGET_ACCOUNT_SERVER_PID'
# These start their workers as child processes, which then serve by themselves.
_SERVERS = ('gunicorn', 'hypercorn', 'uvicorn')

_has_started = False
_is_forked = False
_process = object()
_scope: ContextVar[Optional[Scope]] = ContextVar('aws_account', default=None)


def _become_another_process() -> None:
    global _process, _has_started, _is_forked
    _process, _has_started, _is_forked = object(), False, True


if hasattr(os, 'register_at_fork'):
    os.register_at_fork(after_in_child=_become_another_process)


def current_state() -> State:
    """Return the current account's credentials, or which kind of base is current.

    Raises:
        LostAccountContextError: if the account's call has ended, or was another process's.
    """
    scope = _scope.get()
    if scope is None:
        return Base.OUTSIDE
    state = scope.state
    if scope.process is not _process:
        # A fork takes the state along. The default is then no better than none.
        if isinstance(state, AwsCredentials):
            raise LostAccountContextError(_OTHER_PROCESS)
        return Base.OUTSIDE
    if isinstance(state, AwsCredentials) and scope.is_over():
        raise LostAccountContextError(_ENDED)
    if state is Base.STARTING and scope.has_ended:
        # A task that a lifespan started may do anybody's work: it has to say whose.
        return Base.OUTSIDE
    return state


def current_credentials() -> Optional[AwsCredentials]:
    """Return the current account's credentials, or None where the default ones apply.

    Raises:
        LostAccountContextError: if the account's call has ended, or was another process's.
    """
    state = current_state()
    return state if isinstance(state, AwsCredentials) else None


def is_current(state: State) -> bool:
    """Tell whether a state is current, in a scope that hasn't ended."""
    scope = _scope.get()
    if scope is None or scope.state is not state or scope.process is not _process:
        return False
    return not scope.is_over()


def current_scope() -> Optional[Scope]:
    """Return the scope that is current, for `enter_scope` to enter elsewhere."""
    return _scope.get()


@contextmanager
def enter_scope(scope: Optional[Scope]) -> Iterator[None]:
    """Run a block in a scope that was opened elsewhere, and is ended there."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def set_aws_credentials(credentials: AwsCredentials) -> ScopeToken:
    """Make an account's credentials current in this context, and in those copied from it.

    Returns:
        what `reset_aws_credentials` takes to restore the state before.
    """
    return set_state(credentials)


def reset_aws_credentials(token: ScopeToken) -> None:
    """End what the `set_aws_credentials` began that returned this token; restore what was before."""
    scope = _scope.get()
    if scope is not None:
        scope.has_ended = True
    _scope.reset(token)


def set_state(state: State) -> ScopeToken:
    """Open a scope that ends with the call around it, or with `reset_aws_credentials`."""
    around = _scope.get()
    is_in_call = around is not None and not around.is_over() and around.state is not Base.SERVER
    return _scope.set(Scope(state, around if is_in_call else None))


class credentials_scope(ContextManager[None]):
    """Run a block in a state, and restore the one before whatever happens."""

    __slots__ = ('_scope', '_token')

    def __init__(self, state: State) -> None:
        """Take the state."""
        self._scope = Scope(state, None)

    def __enter__(self) -> None:
        """Begin."""
        self._token = _scope.set(self._scope)

    def __exit__(self, *_: object) -> None:
        """End: what still holds the scope holds one that is over."""
        self._scope.has_ended = True
        _scope.reset(self._token)


def request_scope() -> ContextManager[None]:
    """Return a block to answer an MCP request in: as the server, until a tool names an account.

    A request that a tool makes of a server in its own process stays in the tool's account.
    """
    scope = _scope.get()
    if scope is not None and isinstance(scope.state, AwsCredentials):
        return enter_scope(scope)
    return credentials_scope(Base.DEFAULT)


@contextmanager
def as_server_identity() -> Iterator[None]:
    """Run a block as the server itself: for its own work, which belongs to no call.

    Refreshers, timers, what a lifespan starts and what a worker process does for itself.
    """
    with credentials_scope(Base.SERVER):
        yield


# The name of the first edition.
base_account = as_server_identity


def note_request() -> None:
    """Note that a request is being served: from now on nothing is start-up any more."""
    global _has_started
    if not _has_started:
        _has_started = True
        os.environ[SERVER_PID] = str(os.getpid())


def refuse_if_lost() -> None:
    """Return where signing as the server is allowed.

    Raises:
        LostAccountContextError: in strict mode, outside any call.
        AccountAccessDeniedError: in a call, if those without an account may not.
    """
    state = current_state()
    if state is Base.DEFAULT and not default_account_is_allowed():
        raise AccountAccessDeniedError('ALLOW_DEFAULT_ACCOUNT does not allow it')
    if state is not Base.OUTSIDE or not is_strict() or in_request():
        return
    if is_child_process():
        raise LostAccountContextError(_CHILD)
    if _has_started:
        raise LostAccountContextError(_NO_CALL)


def is_child_process() -> bool:
    """Tell whether this process was forked or started by a server, and is no server itself."""
    server = os.environ.get(SERVER_PID)
    if server is not None and server != str(os.getpid()):
        return True
    return (_is_forked or _is_of_multiprocessing()) and not _is_worker_of_a_server()


def _is_of_multiprocessing() -> bool:
    process = sys.modules.get('multiprocessing.process')
    return process is not None and process.parent_process() is not None


def _is_worker_of_a_server() -> bool:
    if 'gunicorn.arbiter' in sys.modules:
        return True
    process = sys.modules.get('multiprocessing.process')
    target = getattr(process.current_process(), '_target', None) if process else None
    return str(getattr(target, '__module__', '')).split('.')[0] in _SERVERS
