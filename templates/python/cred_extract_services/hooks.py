# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Install all the hooks, and test them, once."""

import threading
from .executor_hook import install_executor_hook


_lock = threading.Lock()
_is_tested = False


def install() -> None:
    """Hook botocore and thread pools; again does little.

    Importing the package does this, so it only needs calling where a library is loaded later.

    Raises:
        AccountHookError: if the installed botocore would sign with the wrong key.
    """
    global _is_tested
    install_executor_hook()
    try:
        from .botocore_hooks import install_botocore_hooks
        from .sdk_logging import strike_secrets_out
        from .self_test import run_self_test
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
