# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""An account as it is registered, and the credentials made from it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Dict, Literal, Optional


AuthType = Literal['aksk', 'iam_role']


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

    def summary(self) -> Dict[str, Optional[str]]:
        """Return what may be shown and logged: nothing here is secret."""
        return {
            'account_id': self.account_id,
            'account_alias': self.alias,
            'auth_type': self.auth_type,
            'region': self.region,
        }
