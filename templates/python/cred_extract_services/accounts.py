# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""An account: the parameter that names it, the row that registers it, the credentials made from it.

Here too are Fernet, with which the database keeps secrets (ENCRYPTION_KEY holds one key, or several,
newest first: the first encrypts, all decrypt), and TARGET_ACCOUNTS, to try a server out without a
database: a JSON list of objects with the columns of the account table. The secret may be given in
the clear there (`secret_access_key`), which is why it is not for production.
"""

import json
from .exceptions import (
    AccountNotFoundError,
    CredentialDecryptionError,
    DatabaseConnectionError,
)
from .settings import list_setting, setting
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pydantic import BeforeValidator, Field, WithJsonSchema
from typing import TYPE_CHECKING, Annotated, Any, Dict, Literal, Optional


if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

AuthType = Literal['aksk', 'iam_role']

PARAMETER = 'target_account_id'
DESCRIPTION = 'Target AWS account ID. If not provided, use default credentials.'
ACCOUNT_ID_DIGITS = 12
REFRESH_MARGIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Account:
    """A registered account. Its secrets are left out of repr, and so out of logs."""

    account_id: str
    alias: str
    auth_type: AuthType
    region: Optional[str] = None
    role_arn: Optional[str] = field(default=None, repr=False)
    external_id: Optional[str] = field(default=None, repr=False)
    access_key_id: Optional[str] = field(default=None, repr=False)
    secret_access_key_encrypted: Optional[str] = field(default=None, repr=False)
    # Only an account from the environment has its secret in the clear.
    secret_access_key: Optional[str] = field(default=None, repr=False)

    def credentials(self, key_id: str, secret: str, **session: Any) -> 'AwsCredentials':
        """Return credentials of this account: its own keys, or those of a session."""
        return AwsCredentials(
            self.account_id, self.alias, self.auth_type, self.region, key_id, secret, **session
        )


@dataclass(frozen=True)
class AwsCredentials:
    """Credentials of one account. The keys are left out of repr, and so out of logs.

    Attributes:
        expires_at: when the session ends (UTC), or None for keys that don't.
        session_name: the name CloudTrail shows for the session, or None for keys.
        role_arn: the role that was assumed, or None for keys.
    """

    account_id: str
    alias: str
    auth_type: AuthType
    region: Optional[str]
    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)
    session_token: Optional[str] = field(default=None, repr=False)
    expires_at: Optional[datetime] = None
    session_name: Optional[str] = None
    role_arn: Optional[str] = field(default=None, repr=False)

    def is_due(self) -> bool:
        """Tell whether they end so soon that new ones are needed."""
        ends = self.expires_at
        return ends is not None and ends - datetime.now(timezone.utc) < REFRESH_MARGIN

    def summary(self) -> Dict[str, Optional[str]]:
        """Return what may be shown and logged: nothing here is secret."""
        return {
            'account_id': self.account_id,
            'account_alias': self.alias,
            'auth_type': self.auth_type,
            'region': self.region,
        }


def parameter_schema() -> Dict[str, Any]:
    """Return a fresh JSON schema of the parameter, without the anyOf that gateways can't read."""
    return {'type': 'string', 'description': DESCRIPTION}


def pad_number(value: Any) -> Any:
    """Give a number back the leading zeros that JSON took from it; leave all else alone."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value).zfill(ACCOUNT_ID_DIGITS)
    return value


def _drop_default(schema: Dict[str, Any]) -> None:
    """Take the default, null, out of a schema whose type is no null."""
    schema.pop('default', None)


# The type of the parameter, as a tool declares it.
TargetAccountId = Annotated[
    Optional[str],
    BeforeValidator(pad_number),
    WithJsonSchema(parameter_schema()),
    Field(json_schema_extra=_drop_default),
]


def read_account_id(value: Any) -> Optional[str]:
    """Return the account id that a call asks for, or None for the default account.

    Args:
        value: what the caller sent: text, a number, or nothing. An empty text is nothing.

    Raises:
        AccountNotFoundError: if it isn't an account id. What was sent isn't repeated: it may
            be anything at all.
    """
    text = pad_number(value)
    if text is None or text == '':
        return None
    if isinstance(text, str) and text.isascii() and text.isdigit():
        if len(text) == ACCOUNT_ID_DIGITS:
            return text
    raise AccountNotFoundError('the value sent is not a 12-digit account id')


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
    auth_type: Any = row.get('auth_type') or ('iam_role' if row.get('role_arn') else 'aksk')
    if account_id is None or auth_type not in ('aksk', 'iam_role'):
        raise ValueError
    return Account(
        account_id=account_id,
        alias=row.get('alias') or account_id,
        auth_type=auth_type,
        region=row.get('region'),
        role_arn=row.get('role_arn'),
        external_id=row.get('external_id'),
        access_key_id=row.get('access_key_id'),
        secret_access_key_encrypted=row.get('secret_access_key_encrypted'),
        secret_access_key=row.get('secret_access_key'),
    )


def decrypt(token: str) -> str:
    """Return the secret that a Fernet token holds.

    Raises:
        CredentialDecryptionError: if there is no key, or no key fits, or the token is damaged.
    """
    from cryptography.fernet import InvalidToken

    keys = encryption_keys()
    try:
        return keys.decrypt(token.encode()).decode()
    except (InvalidToken, ValueError):
        pass
    raise CredentialDecryptionError('no key of ENCRYPTION_KEY decrypts the stored secret')


def encryption_keys() -> 'MultiFernet':
    """Return the keys of ENCRYPTION_KEY.

    Raises:
        CredentialDecryptionError: if there is none, or what is there is none.
    """
    from cryptography.fernet import Fernet, MultiFernet

    listed = list_setting('ENCRYPTION_KEY')
    if not listed:
        raise CredentialDecryptionError('ENCRYPTION_KEY is not set')
    try:
        return MultiFernet([Fernet(key) for key in listed])
    except ValueError:
        pass
    # Raised out here, so that the key doesn't hang on the exception's context.
    raise CredentialDecryptionError('ENCRYPTION_KEY is not a list of Fernet keys')
