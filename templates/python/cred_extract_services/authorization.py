# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Who may use which account. A request names an account; it is never the authority to use it.

Three rules can be configured, and every one that is must agree:

- ALLOWED_TARGET_ACCOUNTS: the accounts that this server may act in; * is every registered one.
- TARGET_ACCOUNTS_CLAIM: the claim of the caller's verified token that lists their accounts. A call
  without a verified token has none; only where FASTMCP_TRANSPORT (or MCP_TRANSPORT) is stdio,
  which has no tokens, does the list above decide alone.
- `set_account_rule`: the server's own rule.

Over HTTP, where anybody may be calling, no account may be named while there is no rule. Over stdio
whoever started the server may then name every registered account.
"""

import logging
from .call import Caller
from .exceptions import AccountAccessDeniedError
from .parameter import pad_number
from .settings import accounts_are_configured, list_setting, setting
from typing import Any, Callable, List, Optional


_log = logging.getLogger(__name__)

EVERY_ACCOUNT = '*'
NO_RULE = (
    'over HTTP no account may be named until it is said who may: set ALLOWED_TARGET_ACCOUNTS to the '
    'account ids (* is every registered account), or TARGET_ACCOUNTS_CLAIM to the claim of the '
    "verified token that lists the caller's, or call set_account_rule"
)

Rule = Callable[[str, Caller], bool]

_own_rule: Optional[Rule] = None


def set_account_rule(rule: Optional[Rule]) -> None:
    """Set the server's own rule, or remove it with None.

    Args:
        rule: takes the account id and the caller; the account may be used if it returns True.
            An exception it raises means no.
    """
    global _own_rule
    _own_rule = rule


def has_rule() -> bool:
    """Tell whether any of the three rules is configured."""
    names = ('ALLOWED_TARGET_ACCOUNTS', 'TARGET_ACCOUNTS_CLAIM')
    return _own_rule is not None or any(setting(name) for name in names)


def warn_without_rule() -> None:
    """Say at the start of a server that serves HTTP that its accounts can't be named yet."""
    if accounts_are_configured() and not has_rule():
        _log.warning('accounts: %s', NO_RULE)


def authorize(account_id: str, caller: Caller) -> None:
    """Return if the caller may use the account.

    Raises:
        AccountAccessDeniedError: if a configured rule doesn't agree.
    """
    if caller.over_http and not has_rule():
        raise AccountAccessDeniedError(NO_RULE)
    is_listed = authorize_listed(account_id)
    claim = setting('TARGET_ACCOUNTS_CLAIM')
    if claim is not None and not _claim_allows(claim, account_id, caller, is_listed):
        raise AccountAccessDeniedError('not among the accounts of the token')
    if _own_rule is not None and not _rule_allows(_own_rule, account_id, caller):
        raise AccountAccessDeniedError("refused by the server's own rule")


def authorize_listed(account_id: str) -> bool:
    """Return whether there is an allow-list, if it has the account.

    Raises:
        AccountAccessDeniedError: if it hasn't.
    """
    allowed = list_setting('ALLOWED_TARGET_ACCOUNTS')
    if allowed is not None and account_id not in allowed and EVERY_ACCOUNT not in allowed:
        raise AccountAccessDeniedError('not in ALLOWED_TARGET_ACCOUNTS')
    return allowed is not None


def _claim_allows(claim: str, account_id: str, caller: Caller, is_listed: bool) -> bool:
    if not caller.over_http and _is_stdio():
        return is_listed
    return account_id in _claimed_accounts(caller.claims.get(claim))


def _claimed_accounts(value: Any) -> List[str]:
    if isinstance(value, str):
        return value.replace(',', ' ').split()
    if isinstance(value, (list, tuple)):
        return [str(pad_number(item)) for item in value]
    return []


def _is_stdio() -> bool:
    return (setting('FASTMCP_TRANSPORT') or setting('MCP_TRANSPORT')) == 'stdio'


def _rule_allows(rule: Rule, account_id: str, caller: Caller) -> bool:
    try:
        return rule(account_id, caller) is True
    except Exception:
        return False
