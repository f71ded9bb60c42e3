# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Encrypt and decrypt stored secrets with Fernet, and rotate its keys.

ENCRYPTION_KEY holds one Fernet key, or several, newest first: the first encrypts, all decrypt.
"""

from .exceptions import CredentialDecryptionError
from .settings import list_setting
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def decrypt(token: str) -> str:
    """Return the secret that a Fernet token holds.

    Raises:
        CredentialDecryptionError: if there is no key, or no key fits, or the token is damaged.
    """
    from cryptography.fernet import InvalidToken

    keys = _keys()
    try:
        return keys.decrypt(token.encode()).decode()
    except (InvalidToken, ValueError):
        pass
    raise CredentialDecryptionError('no key of ENCRYPTION_KEY decrypts the stored secret')


def encrypt(secret: str) -> str:
    """Return a Fernet token of the secret, made with the newest key.

    Raises:
        CredentialDecryptionError: if there is no usable key.
    """
    return _keys().encrypt(secret.encode()).decode()


def new_key() -> str:
    """Return a new Fernet key: 32 random bytes in base64."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def _keys() -> 'MultiFernet':
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
