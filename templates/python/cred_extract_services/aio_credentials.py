# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The same for aiobotocore, whose signer awaits the keys."""

from .account_credentials import AccountCredentials, frozen, renewed_async
from .context_manager import Base, credentials_scope, current_credentials
from .strict_mode import refuse_if_lost
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
            return frozen(await renewed_async(credentials))
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
