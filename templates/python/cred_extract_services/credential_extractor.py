# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""From an account id to its credentials: look up, then decrypt or assume the role."""

import asyncio
import time
from .accounts import Account, AwsCredentials
from .aws_client import assume_role, check_owner
from .crypto import decrypt
from .database import query_account
from .exceptions import (
    AccountNotFoundError,
    AssumeRoleError,
    CredentialDecryptionError,
    CredentialExtractionError,
    DatabaseConnectionError,
)
from .parameter import read_account_id
from .settings import wait_seconds
from .waiting import GivenUpError, WaitingCache, without_frames
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Generic, NamedTuple, Optional, Tuple, Type, TypeVar


Value = TypeVar('Value')

REFRESH_MARGIN = timedelta(minutes=5)
# How long a change or a removal in the database may take to be seen, and an addition.
ACCOUNT_SECONDS = 60.0
UNKNOWN_SECONDS = 5.0
DEFAULT_SESSION_NAME = 'mcp-server'


class _Known(NamedTuple):
    account: Optional[Account]
    until: float


# The account is part of the key as a whole, so whatever changes in it changes the session.
_SessionKey = Tuple[Account, Optional[str]]

_accounts: WaitingCache[str, _Known] = WaitingCache(
    'aws-account-look-up', lambda known: known.until > time.monotonic()
)
_sessions: WaitingCache[_SessionKey, AwsCredentials] = WaitingCache(
    'aws-account-session', lambda credentials: not is_due(credentials)
)


# A NamedTuple can't be generic before Python 3.11.
@dataclass(frozen=True)
class _Request(Generic[Value]):
    cache: WaitingCache[Any, Value]
    key: Any
    make: Callable[[], Value]
    on_timeout: Type[CredentialExtractionError]


def extract_aws_credentials(
    account_id: str, session_name: str = DEFAULT_SESSION_NAME
) -> AwsCredentials:
    """Return an account's credentials, cached where they may be. Blocks while it asks.

    Args:
        account_id: 12 digits.
        session_name: what CloudTrail shows in the account, 2 to 64 characters.

    Raises:
        CredentialExtractionError: one of its four kinds, within three times the time limit of
            settings.py.
    """
    account = _registered(_wait(_account_request(account_id)))
    return _wait(_session_request(account, session_name))


async def extract_aws_credentials_async(
    account_id: str, session_name: str = DEFAULT_SESSION_NAME
) -> AwsCredentials:
    """Do what `extract_aws_credentials` does, without blocking the event loop."""
    account = _registered(await _join(_account_request(account_id)))
    return await _join(_session_request(account, session_name))


def is_due(credentials: AwsCredentials) -> bool:
    """Tell whether credentials end so soon that new ones are needed."""
    ends = credentials.expires_at
    return ends is not None and ends - datetime.now(timezone.utc) < REFRESH_MARGIN


def forget_credentials() -> None:
    """Forget everything that is cached: accounts, keys and sessions."""
    _accounts.clear()
    _sessions.clear()


def _account_request(account_id: str) -> _Request[_Known]:
    wanted = read_account_id(account_id)
    if wanted is None:
        raise AccountNotFoundError('no account id was given')

    def look_up() -> _Known:
        try:
            return _Known(query_account(wanted), time.monotonic() + ACCOUNT_SECONDS)
        except AccountNotFoundError:
            # Remembered, but briefly: or whoever makes ids up keeps the database busy.
            return _Known(None, time.monotonic() + UNKNOWN_SECONDS)

    return _Request(_accounts, wanted, look_up, DatabaseConnectionError)


def _registered(known: _Known) -> Account:
    if known.account is None:
        raise AccountNotFoundError('the account is not registered')
    return known.account


def _session_request(account: Account, session_name: str) -> _Request[AwsCredentials]:
    if account.auth_type == 'iam_role':
        key = (account, session_name)
        return _Request(
            _sessions, key, lambda: assume_role(account, session_name), AssumeRoleError
        )
    return _Request(
        _sessions, (account, None), lambda: _from_keys(account), CredentialDecryptionError
    )


def _from_keys(account: Account) -> AwsCredentials:
    """Return an account's keys, once it is known that they are its own."""
    secret = account.secret_access_key
    if not secret and account.secret_access_key_encrypted:
        secret = decrypt(account.secret_access_key_encrypted)
    if not secret or not account.access_key_id:
        raise CredentialDecryptionError('the account has no access key or no secret')
    credentials = AwsCredentials(
        account_id=account.account_id,
        alias=account.alias,
        auth_type=account.auth_type,
        region=account.region,
        access_key_id=account.access_key_id,
        secret_access_key=secret,
    )
    check_owner(credentials)
    return credentials


def _wait(request: _Request[Value]) -> Value:
    future = request.cache.request(request.key, request.make)
    try:
        future.exception(wait_seconds())
    except FutureTimeout:
        pass
    return _outcome(request, future)


async def _join(request: _Request[Value]) -> Value:
    future = request.cache.request(request.key, request.make)
    if not future.done():
        await _until_done(future, wait_seconds())
    return _outcome(request, future)


async def _until_done(future: 'Future[Any]', seconds: float) -> None:
    """Wait for a future that others wait for too, so that cancelling this one cancels no other."""
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def settle() -> None:
        if not done.done():
            done.set_result(None)

    def wake(_: 'Future[Any]') -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle)

    future.add_done_callback(wake)
    await asyncio.wait((done,), timeout=seconds)


def _outcome(request: _Request[Value], future: 'Future[Value]') -> Value:
    is_done = future.done()
    error = future.exception() if is_done else None
    if not is_done or isinstance(error, GivenUpError):
        request.cache.give_up(request.key, future)
        raise request.on_timeout('no answer within the time limit')
    if isinstance(error, CredentialExtractionError):
        # Each waiter raises its own copy: a traceback belongs to one of them.
        raise without_frames(error)
    return future.result()
