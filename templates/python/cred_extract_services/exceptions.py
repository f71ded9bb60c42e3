# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""What can go wrong between a requested account and its credentials."""


class CredentialExtractionError(Exception):
    """No credentials could be made current for the requested account.

    Attributes:
        error_type: the machine-readable kind, the same in every answer to a client.
        message: the text for the client. It never holds anything secret.
        detail: one line for the server's log. It never holds anything secret either.
    """

    error_type = 'credential_extraction_error'
    message = 'Failed to get credentials for the account.'

    def __init__(self, detail: str = '') -> None:
        """Keep the detail for the log; str() gives only the text that clients may see."""
        super().__init__(self.message)
        self.detail = detail


class AccountNotFoundError(CredentialExtractionError):
    """The account isn't registered, or its id isn't an account id."""

    error_type = 'account_not_found'
    message = 'Account not found. Please check the account ID.'


class CredentialDecryptionError(CredentialExtractionError):
    """The stored secret can't be decrypted: wrong key, damaged token, or no key."""

    error_type = 'credential_error'
    message = 'Failed to decrypt credentials. Please contact administrator.'


class AssumeRoleError(CredentialExtractionError):
    """STS refused, or didn't answer in time."""

    error_type = 'assume_role_error'
    message = 'Failed to assume role. Please check IAM role configuration.'


class DatabaseConnectionError(CredentialExtractionError):
    """The account database couldn't be asked."""

    error_type = 'database_error'
    message = 'Database connection failed. Please try again later.'


class AccountAccessDeniedError(CredentialExtractionError):
    """This caller may not use this account."""

    error_type = 'account_access_denied'
    message = 'Access to the account is denied. Please check that you may use it.'


class LostAccountContextError(RuntimeError):
    """A request was about to be signed outside any tool call, in a process that serves accounts.

    Raised instead of signing with the server's own credentials, which could be the wrong
    account: the work was most likely started by a tool in a thread that didn't inherit it.
    """
