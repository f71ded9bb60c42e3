# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Botocore credentials that are, at each moment, those of the current account."""

from .accounts import AwsCredentials
from .context_manager import Base, credentials_scope, current_credentials
from .credential_extractor import (
    DEFAULT_SESSION_NAME,
    extract_aws_credentials,
    extract_aws_credentials_async,
    is_due,
)
from .strict_mode import refuse_if_lost
from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.exceptions import NoCredentialsError
from typing import Any, Callable, Optional


LoadBase = Callable[[], Optional[Credentials]]


class AccountCredentials(Credentials):  # type: ignore[misc]
    """The current account's credentials, else the base ones, asked for anew at each use."""

    method = 'account-context'

    def __init__(self, load_base: LoadBase) -> None:
        """Take a function that returns the base credentials, or None where there are none."""
        self._load_base = load_base

    def get_frozen_credentials(self) -> Any:
        """Return the keys to sign with now, as ReadOnlyCredentials.

        Raises:
            NoCredentialsError: if no account is current and there are no base credentials.
        """
        credentials = current_credentials()
        if credentials is not None:
            return frozen(_renewed(credentials))
        refuse_if_lost()
        # The chain may call STS to make base credentials: never as an account.
        with credentials_scope(Base.SERVER):
            base = self._load_base()
            if base is None:
                raise NoCredentialsError()
            return base.get_frozen_credentials()

    @property
    def access_key(self) -> str:
        """The access key id to sign with now."""
        return str(self.get_frozen_credentials().access_key)

    @property
    def secret_key(self) -> str:
        """The secret access key to sign with now."""
        return str(self.get_frozen_credentials().secret_key)

    @property
    def token(self) -> Optional[str]:
        """The session token to sign with now, or None."""
        return self.get_frozen_credentials().token  # type: ignore[no-any-return]

    @property
    def account_id(self) -> Optional[str]:
        """The account id that goes into account-based endpoints, or None."""
        credentials = current_credentials()
        if credentials is not None:
            return credentials.account_id
        with credentials_scope(Base.SERVER):
            return getattr(self._load_base(), 'account_id', None)

    def get_deferred_property(self, property_name: str) -> Callable[[], Any]:
        """Return a function that reads a property when the endpoint is resolved."""
        return lambda: getattr(self, property_name)


def frozen(credentials: AwsCredentials) -> ReadOnlyCredentials:
    """Return credentials as botocore's signers take them."""
    keys = (
        credentials.access_key_id,
        credentials.secret_access_key,
        credentials.session_token,
    )
    # Newer versions also hold the account id.
    if 'account_id' in ReadOnlyCredentials._fields:
        return ReadOnlyCredentials(*keys, credentials.account_id)
    return ReadOnlyCredentials(*keys)


def _renewed(credentials: AwsCredentials) -> AwsCredentials:
    """Return the credentials, or new ones where a long call outlives its session."""
    if not is_due(credentials):
        return credentials
    return extract_aws_credentials(
        credentials.account_id, credentials.session_name or DEFAULT_SESSION_NAME
    )


async def renewed_async(credentials: AwsCredentials) -> AwsCredentials:
    """Do the same without blocking the event loop."""
    if not is_due(credentials):
        return credentials
    return await extract_aws_credentials_async(
        credentials.account_id, credentials.session_name or DEFAULT_SESSION_NAME
    )
