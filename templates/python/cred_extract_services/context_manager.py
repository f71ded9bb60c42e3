# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Which account's credentials are current: one ContextVar, never the process's environment.

A ContextVar belongs to one call: each asyncio task has its own, so calls that run at once can't
see each other's account. What it holds is a scope, which ends with its call and belongs to its
process: work that outlives the call, or that a fork took along, finds a scope that is over.
"""

import functools
import inspect
import os
from .accounts import AwsCredentials
from .exceptions import LostAccountContextError
from contextlib import contextmanager
from contextvars import ContextVar, Token
from enum import Enum
from typing import Any, Callable, ContextManager, Iterator, Optional, TypeVar, Union, cast


Work = TypeVar('Work', bound=Callable[..., Any])


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

_process = object()
_scope: ContextVar[Optional[Scope]] = ContextVar('aws_account', default=None)


def _become_another_process() -> None:
    global _process
    _process = object()


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


def bind_account(work: Work) -> Work:
    """Bind a function to the account that is current, so that it may run after the call has ended.

    Use it for callbacks, timers, queues and batches: `loop.call_later(5, bind_account(flush))`. Each
    run is in the account in which the function was bound, for as long as the run lasts.

    Args:
        work: a function, or an async one.
    """
    state = current_state()

    @functools.wraps(work)
    def run(*args: Any, **kwargs: Any) -> Any:
        with credentials_scope(state):
            return work(*args, **kwargs)

    @functools.wraps(work)
    async def run_async(*args: Any, **kwargs: Any) -> Any:
        with credentials_scope(state):
            return await work(*args, **kwargs)

    return cast(Work, run_async if inspect.iscoroutinefunction(work) else run)
