# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Keep what a server remembers of AWS apart by account: one account's answers are not another's."""

import functools
from .context_manager import current_credentials
from collections import OrderedDict
from threading import Lock
from typing import Any, Callable, TypeVar


Function = TypeVar('Function', bound=Callable[..., Any])

DEFAULT_KEY = 'default'
MAX_ACCOUNTS = 100


def account_cache_key() -> str:
    """Return a text that differs between accounts, to put into the key of a server's own cache."""
    credentials = current_credentials()
    return credentials.account_id if credentials else DEFAULT_KEY


def cache_per_account(cached: Function) -> Function:
    """Keep one `functools.lru_cache` for each account instead of one for all.

        @cache_per_account
        @lru_cache(maxsize=256)
        def log_groups(prefix): ...

    Each account's has the size that the decorated one has; the last 100 accounts are kept.
    `cache_clear()` clears them all; `cache_info()` is that of the account that is current.

    Args:
        cached: a function that `functools.lru_cache` or `functools.cache` decorated.

    Raises:
        TypeError: if it isn't such a function.
    """
    function: Any = cached
    if not hasattr(function, 'cache_parameters'):
        raise TypeError(f'{function!r} is not cached by functools.lru_cache')
    caches: 'OrderedDict[str, Any]' = OrderedDict()
    lock = Lock()

    def cache() -> Any:
        key = account_cache_key()
        with lock:
            if key not in caches:
                parameters = function.cache_parameters()
                caches[key] = functools.lru_cache(**parameters)(function.__wrapped__)
                while len(caches) > MAX_ACCOUNTS:
                    caches.popitem(last=False)
            caches.move_to_end(key)
            return caches[key]

    @functools.wraps(function.__wrapped__)
    def call(*args: Any, **kwargs: Any) -> Any:
        return cache()(*args, **kwargs)

    def clear() -> None:
        with lock:
            caches.clear()

    call.cache_clear = clear  # type: ignore[attr-defined]
    call.cache_info = lambda: cache().cache_info()  # type: ignore[attr-defined]
    call.cache_parameters = function.cache_parameters  # type: ignore[attr-defined]
    return call  # type: ignore[return-value]
