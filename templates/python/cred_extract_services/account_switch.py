# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Switch a call to the account it asks for: authorise, get credentials, tell."""

from .authorization import authorize
from .call import Caller
from .context_manager import Base, State, current_state
from .credential_extractor import extract_aws_credentials, extract_aws_credentials_async
from .exceptions import AccountNotFoundError
from .parameter import read_account_id
from .session_name import session_name
from .strict_mode import note_tool_call
from .telemetry import Switch, switch_told
from typing import Any


def state_for(requested: Any, tool: str, caller: Caller) -> State:
    """Return the state that a call runs in. Blocks while the credentials aren't cached.

    Args:
        requested: what the call sent as its account: text, a number or nothing. With nothing, a
            tool called by a tool stays in that one's account; otherwise it is the default.
        tool: the tool's name, for the session's name.
        caller: who is calling.

    Raises:
        CredentialExtractionError: one of its kinds.
    """
    if requested is None or requested == '':
        return _inherited()
    with switch_told(tool) as switch:
        account_id = _authorized(requested, caller, switch)
        return switch.got(extract_aws_credentials(account_id, session_name(tool, caller.name)))


async def state_for_async(requested: Any, tool: str, caller: Caller) -> State:
    """Do what `state_for` does, without blocking the event loop."""
    if requested is None or requested == '':
        return _inherited()
    with switch_told(tool) as switch:
        account_id = _authorized(requested, caller, switch)
        name = session_name(tool, caller.name)
        return switch.got(await extract_aws_credentials_async(account_id, name))


def _inherited() -> State:
    note_tool_call()
    state = current_state()
    return Base.DEFAULT if state is Base.OUTSIDE else state


def _authorized(requested: Any, caller: Caller, switch: Switch) -> str:
    note_tool_call()
    account_id = read_account_id(requested)
    if account_id is None:
        raise AccountNotFoundError('no account id was given')
    switch.wants(account_id)
    authorize(account_id, caller)
    return account_id
