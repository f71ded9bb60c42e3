# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Where signing without an account is refused, so that a lost account is never another account.

From the first request that the server answers, and if accounts are configured, nothing may be
signed outside a call: a raw thread started by a tool doesn't inherit its account, and would sign
with the server's own credentials instead. A child process never may: it knows nothing of the call
that gave it work. The server's own work says so: `with as_server_identity():`.

And where ALLOW_DEFAULT_ACCOUNT says so, a call that names no account may not sign as the server.
"""

import os
import sys
from .call import in_request
from .context_manager import Base, current_state
from .exceptions import AccountAccessDeniedError, LostAccountContextError
from .settings import default_account_is_allowed, is_strict


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


def _note_fork() -> None:
    global _has_started, _is_forked
    _is_forked, _has_started = True, False


if hasattr(os, 'register_at_fork'):
    os.register_at_fork(after_in_child=_note_fork)
