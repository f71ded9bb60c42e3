# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Signing with aiobotocore, whose signer awaits the keys; signing.py has the rest."""

from .accounts import AwsCredentials
from .context_manager import Base, credentials_scope, current_credentials, refuse_if_lost
from .credential_extractor import (
    DEFAULT_SESSION_NAME,
    extract_aws_credentials_async,
)
from .signing import AccountCredentials, frozen
from botocore.exceptions import NoCredentialsError
from typing import Any, Callable


class AioAccountCredentials(AccountCredentials):
    """The current account's credentials, else the base ones, awaited anew at each use."""

    async def get_frozen_credentials(self) -> Any:
        """Return the keys to sign with now, as ReadOnlyCredentials.

        Raises:
            NoCredentialsError: if no account is current and there are no base credentials.
        """
        credentials = current_credentials()
        if credentials is not None:
            return frozen(await _renewed(credentials))
        refuse_if_lost()
        with credentials_scope(Base.SERVER):
            base: Any = self._load_base()
            if base is None:
                raise NoCredentialsError()
            return await base.get_frozen_credentials()

    async def get_account_id(self) -> Any:
        """Return the account id that goes into account-based endpoints, or None."""
        return self.account_id

    def get_deferred_property(self, property_name: str) -> Callable[[], Any]:
        """Return a function that reads a property when the endpoint is resolved."""
        return getattr(self, f'get_{property_name}')  # type: ignore[no-any-return]


async def _renewed(credentials: AwsCredentials) -> AwsCredentials:
    """Return the credentials, or new ones where a long call outlives its session."""
    if not credentials.is_due():
        return credentials
    return await extract_aws_credentials_async(
        credentials.account_id, credentials.session_name or DEFAULT_SESSION_NAME
    )
