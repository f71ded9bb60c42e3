# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Accounts from the environment, to try a server out without a database.

TARGET_ACCOUNTS is a JSON list of objects with the columns of the account table. The secret may be
given in the clear (`secret_access_key`), which is why this is for a trial and not for production.
"""

import json
from .accounts import Account, AuthType
from .exceptions import DatabaseConnectionError
from .parameter import read_account_id
from .settings import setting
from typing import Any, Dict, Optional, cast


_COLUMNS = (
    'region',
    'role_arn',
    'external_id',
    'access_key_id',
    'secret_access_key',
    'secret_access_key_encrypted',
)


def environment_account(account_id: str) -> Optional[Account]:
    """Return an account listed in TARGET_ACCOUNTS, or None.

    Raises:
        DatabaseConnectionError: if TARGET_ACCOUNTS isn't such a list.
    """
    listed = setting('TARGET_ACCOUNTS')
    if listed is None:
        return None
    accounts = _parse(listed)
    if accounts is None:
        # Raised out here, so that no exception with the text, secrets included, hangs on it.
        raise DatabaseConnectionError('TARGET_ACCOUNTS is not a JSON list of accounts')
    return accounts.get(account_id)


def _parse(listed: str) -> Optional[Dict[str, Account]]:
    try:
        rows = json.loads(listed)
        if not isinstance(rows, list):
            return None
        return {account.account_id: account for account in map(_account, rows)}
    except Exception:
        return None


def _account(row: Dict[str, Any]) -> Account:
    account_id = read_account_id(row['account_id'])
    if account_id is None:
        raise ValueError
    return Account(
        account_id=account_id,
        alias=row.get('alias') or account_id,
        auth_type=_auth_type(row),
        **{name: row.get(name) for name in _COLUMNS},
    )


def _auth_type(row: Dict[str, Any]) -> AuthType:
    stated = row.get('auth_type') or ('iam_role' if row.get('role_arn') else 'aksk')
    if stated not in ('aksk', 'iam_role'):
        raise ValueError
    return cast(AuthType, stated)
