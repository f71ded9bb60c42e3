# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Values that are slow to get: cached, with one request in flight for each key.

The work runs in one of a few threads, so that a caller that gives up, or is cancelled, takes
nothing away from the others, and an event loop is never blocked by an async caller. However many
keys are asked for, the threads stay few: what waits for one and was given up is not begun.
"""

import copy
import os
import queue
import threading
from .context_manager import as_server_identity
from .exceptions import CredentialExtractionError
from collections import OrderedDict
from concurrent.futures import Future
from typing import Callable, Generic, Hashable, Optional, TypeVar


Key = TypeVar('Key', bound=Hashable)
Value = TypeVar('Value')

MAX_ENTRIES = 1000
THREADS = 8


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


class GivenUpError(CredentialExtractionError):
    """Whoever asked stopped waiting before a thread was free."""


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

    def peek(self, key: Key) -> Optional[Value]:
        """Return the value if it is there and fresh, without asking for it."""
        with self._lock:
            return self._fresh(key)

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


def without_frames(error: CredentialExtractionError) -> CredentialExtractionError:
    """Return a copy of an error without its frames, whose variables may hold secrets.

    Loggers such as loguru print the variables of every frame of a traceback.
    """
    bare = copy.copy(error)
    bare.__traceback__ = bare.__cause__ = bare.__context__ = None
    return bare
