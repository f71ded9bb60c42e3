# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Which account's credentials are current: one ContextVar, never the process's environment.

A ContextVar belongs to one call: each asyncio task has its own, so calls that run at once can't
see each other's account, and nothing is left over for the next one.
"""

from .accounts import AwsCredentials
from contextlib import contextmanager
from contextvars import ContextVar, Token
from enum import Enum
from typing import Iterator, Optional, Union


class Base(Enum):
    """The two ways to have no account current."""

    OUTSIDE = 'outside any call'
    DEFAULT = 'in a call, with the default credentials'


State = Union[AwsCredentials, Base]

_state: ContextVar[State] = ContextVar('aws_account', default=Base.OUTSIDE)


def current_state() -> State:
    """Return the current account's credentials, or which kind of base is current."""
    return _state.get()


def current_credentials() -> Optional[AwsCredentials]:
    """Return the current account's credentials, or None where the default ones apply."""
    state = _state.get()
    return state if isinstance(state, AwsCredentials) else None


def set_aws_credentials(credentials: AwsCredentials) -> 'Token[State]':
    """Make an account's credentials current in this context, and in those copied from it.

    Returns:
        what `reset_aws_credentials` takes to restore the state before.
    """
    return set_state(credentials)


def reset_aws_credentials(token: 'Token[State]') -> None:
    """Restore the state from before the `set_aws_credentials` that returned this token."""
    _state.reset(token)


def set_state(state: State) -> 'Token[State]':
    """Set the state; `reset_aws_credentials` restores the one before."""
    return _state.set(state)


@contextmanager
def credentials_scope(state: State) -> Iterator[None]:
    """Run a block in a state, and restore the one before whatever happens."""
    token = _state.set(state)
    try:
        yield
    finally:
        _state.reset(token)


@contextmanager
def base_account() -> Iterator[None]:
    """Run a block with the server's own credentials, for work that belongs to no tool call."""
    with credentials_scope(Base.DEFAULT):
        yield


def account_cache_key() -> str:
    """Return a text that differs between accounts, to put into the key of a server's own cache."""
    credentials = current_credentials()
    return credentials.account_id if credentials else 'default'
