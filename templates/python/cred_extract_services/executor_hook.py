# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Let thread pools inherit the account: `run_in_executor`, `submit`, and boto3's transfers.

asyncio's tasks and `asyncio.to_thread` do it by themselves. A raw Thread doesn't, and isn't
changed: what it signs is refused in strict mode.
"""

import functools
from .context_manager import Scope, current_scope, enter_scope
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Callable


_MARK = '__aws_account_hook__'


def install_executor_hook() -> None:
    """Wrap `ThreadPoolExecutor.submit`; again does nothing."""
    original: Callable[..., 'Future[Any]'] = ThreadPoolExecutor.submit
    if hasattr(original, _MARK):
        return

    @functools.wraps(original)
    def submit(
        self: ThreadPoolExecutor, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> 'Future[Any]':
        scope = current_scope()
        if scope is None:
            return original(self, fn, *args, **kwargs)
        return original(self, _run_in_scope, scope, fn, *args, **kwargs)

    setattr(submit, _MARK, True)
    ThreadPoolExecutor.submit = submit  # type: ignore[assignment, method-assign]


def _run_in_scope(scope: Scope, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    with enter_scope(scope):
        return fn(*args, **kwargs)
