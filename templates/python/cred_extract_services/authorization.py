# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Who is calling, and which accounts they may use.

A request names an account; it is never the authority to use it. Three rules can be configured, and
every one that is must agree:

- ALLOWED_TARGET_ACCOUNTS: the accounts that this server may act in; * is every registered one.
- TARGET_ACCOUNTS_CLAIM: the claim of the caller's verified token that lists their accounts. A call
  without a verified token has none; only where FASTMCP_TRANSPORT (or MCP_TRANSPORT) is stdio,
  which has no tokens, does the list above decide alone.
- `set_account_rule`: the server's own rule.

Over HTTP, where anybody may be calling, no account may be named while there is no rule. Over stdio
whoever started the server may then name every registered account.

The caller is read from the call itself. The ContextVar in which the MCP library keeps the token
(`get_access_token`) won't do: in a session it holds the token that opened the session.
"""

import logging
import os
import sys
from .accounts import pad_number
from .exceptions import AccountAccessDeniedError
from .settings import accounts_are_configured, list_setting, setting
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional


# Set around each tool by mcp_hooks, for the library versions that keep no request context.
running_context: ContextVar[Optional[Any]] = ContextVar('mcp_context', default=None)
# Set around every request by mcp_hooks, for mcp 2; mcp 1 has a variable of its own for it.
running_request: ContextVar[Optional[Any]] = ContextVar('mcp_request', default=None)

EVERY_ACCOUNT = '*'
NO_RULE = (
    'over HTTP no account may be named until it is said who may: set ALLOWED_TARGET_ACCOUNTS to the '
    'account ids (* is every registered account), or TARGET_ACCOUNTS_CLAIM to the claim of the '
    "verified token that lists the caller's, or call set_account_rule"
)

_log = logging.getLogger(__name__)
# A Lambda function is called by whoever may reach its URL or its API.
_serves_http = 'AWS_LAMBDA_FUNCTION_NAME' in os.environ


@dataclass(frozen=True)
class Caller:
    """Who is calling.

    Attributes:
        over_http: whether the call came over HTTP.
        claims: the claims of the verified token; empty where there is none.
        name: the token's subject or client, or None.
    """

    over_http: bool
    claims: Mapping[str, Any]
    name: Optional[str] = None


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
    transport = setting('FASTMCP_TRANSPORT') or setting('MCP_TRANSPORT')
    if not caller.over_http and transport == 'stdio':
        return is_listed
    return account_id in _claimed_accounts(caller.claims.get(claim))


def _claimed_accounts(value: Any) -> List[str]:
    if isinstance(value, str):
        return value.replace(',', ' ').split()
    if isinstance(value, (list, tuple)):
        return [str(pad_number(item)) for item in value]
    return []


def _rule_allows(rule: Rule, account_id: str, caller: Caller) -> bool:
    try:
        return rule(account_id, caller) is True
    except Exception:
        return False


def note_http() -> None:
    """Note that this process serves HTTP: a call without a request isn't over stdio just for that."""
    global _serves_http
    _serves_http = True


def current_caller(arguments: Iterable[Any] = ()) -> Caller:
    """Return who is calling.

    Args:
        arguments: the tool's own, among which its library's context may be.
    """
    contexts = (_request_context(each) for each in arguments)
    context = next((each for each in contexts if each is not None), None) or _running()
    return caller_of(getattr(context, 'request', None))


def caller_of(request: Optional[Any]) -> Caller:
    """Return who sent an HTTP request; None is a call over stdio, if the server serves no HTTP."""
    if request is None:
        # Asked anew: what wraps a Lambda function may say so only once it runs.
        over_http = _serves_http or 'AWS_LAMBDA_FUNCTION_NAME' in os.environ
        return Caller(over_http, claims={})
    scope = getattr(request, 'scope', None)
    user = scope.get('user') if isinstance(scope, Mapping) else None
    token = getattr(user, 'access_token', None)
    if token is None:
        return Caller(over_http=True, claims={})
    claims: Dict[str, Any] = dict(getattr(token, 'claims', None) or {})
    name = claims.get('sub') or getattr(token, 'subject', None)
    return Caller(True, claims, str(name or getattr(token, 'client_id', '') or '') or None)


def current_request_id() -> Optional[str]:
    """Return the id of the MCP request that is being answered, or None."""
    request_id = getattr(_running(), 'request_id', None)
    return None if request_id is None else str(request_id)


def in_request() -> bool:
    """Tell whether an MCP request is being answered here, a tool's or any other."""
    return _library_context() is not None or running_context.get() is not None


def _running() -> Optional[Any]:
    return _library_context() or _request_context(running_context.get())


@lru_cache(maxsize=256)
def _is_context(kind: Any) -> bool:
    # Only a library's context has this name on its class; a model argument may have anything.
    return hasattr(kind, 'request_context')


def _request_context(context: Any) -> Optional[Any]:
    kind: Any = type(context)
    if context is None or not _is_context(kind):
        return None
    try:
        return context.request_context
    except (LookupError, ValueError, RuntimeError):
        return None


def _library_context() -> Optional[Any]:
    module = sys.modules.get('mcp.server.lowlevel.server')
    variable = getattr(module, 'request_ctx', None)
    return variable.get(None) if isinstance(variable, ContextVar) else running_request.get()
