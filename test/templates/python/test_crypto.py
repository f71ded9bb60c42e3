"""Fernet, its rotation, and its errors."""

import pytest
from cred_extract_services import CredentialDecryptionError
from cred_extract_services.accounts import decrypt, encryption_keys
from cryptography.fernet import Fernet


def new_key() -> str:
    return Fernet.generate_key().decode()


def encrypt(secret: str) -> str:
    """Return a token as the command makes it."""
    return encryption_keys().encrypt(secret.encode()).decode()


def test_tokens_are_those_of_cryptography(monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    monkeypatch.setenv('ENCRYPTION_KEY', key)
    assert decrypt(Fernet(key).encrypt(b'secret').decode()) == 'secret'
    assert Fernet(key).decrypt(encrypt('secret').encode()) == b'secret'


def test_keys_rotate_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = new_key(), new_key()
    monkeypatch.setenv('ENCRYPTION_KEY', old)
    kept = encrypt('secret')
    monkeypatch.setenv('ENCRYPTION_KEY', f'{new}, {old}')
    assert decrypt(kept) == 'secret'
    assert Fernet(new).decrypt(encrypt('secret').encode()) == b'secret'
    monkeypatch.setenv('ENCRYPTION_KEY', new)
    with pytest.raises(CredentialDecryptionError):
        decrypt(kept)


@pytest.mark.parametrize('token', ['', 'x', 'gAAAAA', '\u00e9', 'DAMAGED'])
def test_a_damaged_token_is_a_typed_error(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv('ENCRYPTION_KEY', new_key())
    if token == 'DAMAGED':
        whole = encrypt('secret')
        token = whole[:30] + ('A' if whole[30] != 'A' else 'B') + whole[31:]
    with pytest.raises(CredentialDecryptionError):
        decrypt(token)


@pytest.mark.parametrize('key', ['', 'short', 'x' * 44, 'caf\u00e9'])
def test_an_unusable_key_is_a_typed_error_without_the_key(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv('ENCRYPTION_KEY', key)
    with pytest.raises(CredentialDecryptionError) as raised:
        decrypt('x')
    assert raised.value.__context__ is None
    assert not key or key not in raised.value.detail
