# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""From an account id to its credentials: look up, then decrypt or assume the role.

What is slow to get is cached, with one request in flight for each key. The work runs in one of a few
threads: a caller that gives up takes nothing from the others, and no event loop is blocked. However
many keys are asked for, the threads stay few: what waits for one and was given up is not begun.
"""

import asyncio
import os
import queue
import threading
import time
from .accounts import Account, AwsCredentials, decrypt, read_account_id
from .aws_client import assume_role, check_owner
from .context_manager import as_server_identity
from .database import query_account
from .exceptions import (
    AccountNotFoundError,
    AssumeRoleError,
    CredentialDecryptionError,
    CredentialExtractionError,
    DatabaseConnectionError,
    without_frames,
)
from .settings import wait_seconds
from collections import OrderedDict
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any, Callable, Generic, Hashable, NamedTuple, Optional, Tuple, Type, TypeVar


Key = TypeVar('Key', bound=Hashable)
Value = TypeVar('Value')

MAX_ENTRIES = 1000
THREADS = 8
# How long a change or a removal in the database may take to be seen, and an addition.
ACCOUNT_SECONDS = 60.0
UNKNOWN_SECONDS = 5.0
DEFAULT_SESSION_NAME = 'mcp-server'


def extract_aws_credentials(
    account_id: str, session_name: str = DEFAULT_SESSION_NAME
) -> AwsCredentials:
    """Return an account's credentials, cached where they may be. Blocks while it asks.

    Args:
        account_id: 12 digits.
        session_name: what CloudTrail shows, 2 to 64 characters.

    Raises:
        CredentialExtractionError: one of its four kinds, within three times the time limit of
            settings.py.
    """
    account = _accounts.wait(_account_request(account_id)).registered()
    return _sessions.wait(_session_request(account, session_name))


async def extract_aws_credentials_async(
    account_id: str, session_name: str = DEFAULT_SESSION_NAME
) -> AwsCredentials:
    """Do what `extract_aws_credentials` does, without blocking the event loop."""
    account = (await _accounts.join(_account_request(account_id))).registered()
    return await _sessions.join(_session_request(account, session_name))


def forget_credentials() -> None:
    """Forget everything that is cached: accounts, keys and sessions."""
    _accounts.clear()
    _sessions.clear()


class _Known(NamedTuple):
    account: Optional[Account]
    until: float

    def registered(self) -> Account:
        if self.account is None:
            raise AccountNotFoundError('the account is not registered')
        return self.account


# What a cache is asked for: the key, how its value is made, what is raised at the time limit.
Request = Tuple[Any, Callable[[], Any], Type[CredentialExtractionError]]


def _account_request(account_id: str) -> Request:
    wanted = read_account_id(account_id)
    if wanted is None:
        raise AccountNotFoundError('no account id was given')

    def look_up() -> _Known:
        try:
            return _Known(query_account(wanted), time.monotonic() + ACCOUNT_SECONDS)
        except AccountNotFoundError:
            # Remembered, but briefly: or whoever makes ids up keeps the database busy.
            return _Known(None, time.monotonic() + UNKNOWN_SECONDS)

    return wanted, look_up, DatabaseConnectionError


def _session_request(account: Account, session_name: str) -> Request:
    # The account is part of the key as a whole, so whatever changes in it changes the session.
    if account.auth_type == 'iam_role':
        key = (account, session_name)
        return key, lambda: assume_role(account, session_name), AssumeRoleError
    return (account, None), lambda: _from_keys(account), CredentialDecryptionError


def _from_keys(account: Account) -> AwsCredentials:
    """Return an account's keys, once it is known that they are its own."""
    secret = account.secret_access_key
    if not secret and account.secret_access_key_encrypted:
        secret = decrypt(account.secret_access_key_encrypted)
    if not secret or not account.access_key_id:
        raise CredentialDecryptionError('the account has no access key or no secret')
    credentials = account.credentials(account.access_key_id, secret)
    check_owner(credentials)
    return credentials


class WaitingCache(Generic[Key, Value]):
    """A bounded cache that asks once for each key, and remembers no failure."""

    def __init__(self, name: str, is_fresh: Callable[[Value], bool]) -> None:
        """Start empty; `name` is its threads', `is_fresh` decides if a value may still be used."""
        self._is_fresh = is_fresh
        self._threads = _Threads(name)
        self._begin()
        if hasattr(os, 'register_at_fork'):
            os.register_at_fork(after_in_child=self._begin_after_fork)

    def _begin(self) -> None:
        self._values: 'OrderedDict[Key, Value]' = OrderedDict()
        self._in_flight: 'dict[Key, Future[Value]]' = {}
        self._lock = threading.Lock()

    def _begin_after_fork(self) -> None:
        self._threads.reset()
        self._begin()

    def wait(self, request: Request) -> Value:
        """Return the value, or raise what its making raised, or the request's error in time."""
        future = self.request(*request[:2])
        try:
            future.exception(wait_seconds())
        except FutureTimeout:
            pass
        return self._outcome(request, future)

    async def join(self, request: Request) -> Value:
        """Do what `wait` does, without blocking the event loop."""
        future = self.request(*request[:2])
        if not future.done():
            await _until_done(future, wait_seconds())
        return self._outcome(request, future)

    def _outcome(self, request: Request, future: 'Future[Value]') -> Value:
        error = future.exception() if future.done() else GivenUpError()
        if isinstance(error, GivenUpError):
            self.give_up(request[0], future)
            raise request[2]('no answer within the time limit')
        if isinstance(error, CredentialExtractionError):
            # Each waiter raises its own copy: a traceback belongs to one of them.
            raise without_frames(error)
        return future.result()

    def request(self, key: Key, make: Callable[[], Value]) -> 'Future[Value]':
        """Return a future of the value: the cached one, the one in flight, or a new request."""
        with self._lock:
            value = self._fresh(key)
            if value is not None:
                future: 'Future[Value]' = Future()
                future.set_result(value)
                return future
            if key in self._in_flight:
                return self._in_flight[key]
            future = self._in_flight[key] = Future()
        self._threads.run(lambda: self._make(key, make, future))
        return future

    def give_up(self, key: Key, future: 'Future[Value]') -> None:
        """Forget a request that took too long, so that the next caller starts a new one."""
        with self._lock:
            if self._in_flight.get(key) is future:
                del self._in_flight[key]

    def clear(self) -> None:
        """Forget every value, and what is still being asked for."""
        with self._lock:
            self._values.clear()
            self._in_flight.clear()

    def _fresh(self, key: Key) -> Optional[Value]:
        value = self._values.get(key)
        if value is None or not self._is_fresh(value):
            return None
        self._values.move_to_end(key)
        return value

    def _make(self, key: Key, make: Callable[[], Value], future: 'Future[Value]') -> None:
        with self._lock:
            is_wanted = self._in_flight.get(key) is future
        if not is_wanted:
            future.set_exception(GivenUpError())
            return
        value: Optional[Value] = None
        error: Optional[CredentialExtractionError] = None
        try:
            with as_server_identity():
                value = make()
        except CredentialExtractionError as raised:
            error = without_frames(raised)
        except BaseException as raised:
            # An error nobody foresaw may say anything: only its name goes on.
            error = CredentialExtractionError(type(raised).__name__)
        with self._lock:
            # What was given up or forgotten meanwhile is of no use to later callers.
            is_wanted = self._in_flight.get(key) is future
            if is_wanted:
                del self._in_flight[key]
            if is_wanted and value is not None:
                self._values[key] = value
                while len(self._values) > MAX_ENTRIES:
                    self._values.popitem(last=False)
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(value)  # type: ignore[arg-type]


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


class GivenUpError(CredentialExtractionError):
    """Whoever asked stopped waiting before a thread was free."""


class _Threads:
    """A fixed number of threads, made when needed; none of them keeps the process from ending."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.reset()

    def reset(self) -> None:
        """Begin anew: a fork has none of its parent's threads."""
        self._lock = threading.Lock()
        self._jobs: 'queue.SimpleQueue[Callable[[], None]]' = queue.SimpleQueue()
        self._unfinished = 0
        self._count = 0

    def run(self, job: Callable[[], None]) -> None:
        """Run a job as soon as a thread is free."""
        with self._lock:
            self._jobs.put(job)
            self._unfinished += 1
            # Not "is one idle?": one that has just taken a job would count, and this one wait for it.
            if self._unfinished <= self._count or self._count == THREADS:
                return
            self._count += 1
        threading.Thread(target=self._work, name=self._name, daemon=True).start()

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                job()
            finally:
                with self._lock:
                    self._unfinished -= 1


_accounts: WaitingCache[str, _Known] = WaitingCache(
    'aws-account-look-up', lambda known: known.until > time.monotonic()
)
_sessions: WaitingCache[Any, AwsCredentials] = WaitingCache(
    'aws-account-session', lambda credentials: not credentials.is_due()
)
