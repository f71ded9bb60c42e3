# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Strict mode: make a lost account an error, never another account.

Once a tool has been called, and if accounts are configured, nothing may be signed outside a call:
a raw thread started by a tool doesn't inherit its account, and would sign with the server's own
credentials instead. Other MCP requests (resources, prompts) and `base_account()` blocks may.
"""

from .call import in_request
from .context_manager import Base, current_state
from .exceptions import LostAccountContextError
from .settings import is_strict


_MESSAGE = (
    "An AWS request outside any tool call: the call's account is not known here. Start the work "
    'with asyncio, asyncio.to_thread or a ThreadPoolExecutor, which keep the account; or run it '
    "in `with base_account():` to use the server's own credentials."
)

_has_started = False


def note_tool_call() -> None:
    """Note that the server has started: from now on nothing is start-up any more."""
    global _has_started
    _has_started = True


def refuse_if_lost() -> None:
    """Return where signing is allowed.

    Raises:
        LostAccountContextError: in strict mode, outside any call.
    """
    if current_state() is Base.OUTSIDE and _has_started and is_strict() and not in_request():
        raise LostAccountContextError(_MESSAGE)
