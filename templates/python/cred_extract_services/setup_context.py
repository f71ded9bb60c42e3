# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The setup call of the written-out form: the tool catches the typed errors itself."""

import sys
from .account_switch import AccountTool, open_call, open_call_async
from .call import current_caller
from .context_manager import current_credentials, set_state
from .mcp_hooks import install_mcp_hooks
from typing import Any, Dict, Optional


async def _setup_account_context(target_account_id: Any) -> Dict[str, Optional[str]]:
    """Switch the running async tool to an account, until its call ends.

    Args:
        target_account_id: the tool's parameter. None keeps the account that is current.

    Returns:
        account_id, account_alias, auth_type and region; nothing secret. All are None for the
        default account.

    Raises:
        CredentialExtractionError: one of its kinds.
    """
    install_mcp_hooks()
    tool = AccountTool(sys._getframe(1).f_code.co_name)
    call = await open_call_async(tool, target_account_id, current_caller())
    set_state(call.state)
    call.told.end(None)
    return _summary()


def _setup_account_context_sync(target_account_id: Any) -> Dict[str, Optional[str]]:
    """Do what `_setup_account_context` does, in a sync tool."""
    install_mcp_hooks()
    tool = AccountTool(sys._getframe(1).f_code.co_name)
    call = open_call(tool, target_account_id, current_caller())
    set_state(call.state)
    call.told.end(None)
    return _summary()


def _summary() -> Dict[str, Optional[str]]:
    credentials = current_credentials()
    if credentials is not None:
        return credentials.summary()
    return {'account_id': None, 'account_alias': None, 'auth_type': None, 'region': None}
