"""What the retrofit guide asks to be checked, item by item, with the accounts in PostgreSQL."""

import json
import logging
import os
import pytest
import subprocess
import sys
from conftest import BASE, EXTERNAL_ID, TEMPLATE, A, B, C, Endpoint, make_s3
from cred_extract_services import (
    AccountAccessDeniedError,
    AccountNotFoundError,
    AssumeRoleError,
    CredentialDecryptionError,
    CredentialExtractionError,
    DatabaseConnectionError,
    TargetAccountId,
    _setup_account_context,
    account_error_payload,
    extract_aws_credentials,
    with_account_context,
)
from typing import Any, Callable, Optional


@pytest.fixture
def who(database: str, aws: Endpoint) -> Callable[..., str]:
    """Return a tool that says which account signed."""
    shared = make_s3(aws.url)

    @with_account_context
    def tool(target_account_id: TargetAccountId = None) -> str:
        answer = shared.get_object(Bucket=f'expect-{target_account_id or BASE}', Key='k')
        return str(answer['Body'].read().decode())

    return tool


def test_the_services_import_by_themselves(tmp_path: Any) -> None:
    program = 'from cred_extract_services import extract_aws_credentials'
    environment = {
        'PYTHONDONTWRITEBYTECODE': '1',
        'PYTHONPATH': str(TEMPLATE),
        'PATH': os.environ['PATH'],
    }
    subprocess.run([sys.executable, '-c', program], check=True, env=environment, cwd=tmp_path)


def test_aksk_accounts_work(who: Callable[..., str]) -> None:
    assert who(target_account_id=A) == A


def test_iam_role_accounts_work(who: Callable[..., str]) -> None:
    assert who(target_account_id=B) == B
    assert who(target_account_id=C) == C


def test_the_external_id_is_passed(who: Callable[..., str], aws: Endpoint) -> None:
    who(target_account_id=B)
    who(target_account_id=C)
    of_b, of_c = aws.records('AssumeRole')
    assert of_b['ExternalId'] == EXTERNAL_ID
    assert 'ExternalId' not in of_c
    assert of_b['DurationSeconds'] == '3600'


def test_no_session_token_is_left_over_from_an_earlier_account(
    who: Callable[..., str], aws: Endpoint
) -> None:
    # A's keys with B's token would be refused as InvalidToken.
    assert [who(target_account_id=each) for each in (B, A, B, A)] == [B, A, B, A]
    assert [record['problem'] for record in aws.records()] == [None] * len(aws.records())


def test_switching_accounts_works(who: Callable[..., str]) -> None:
    order = [A, B, C, None, C, None, B, A]
    assert [who(target_account_id=each) for each in order] == [each or BASE for each in order]


def test_default_credentials_still_work(who: Callable[..., str], aws: Endpoint) -> None:
    assert who() == BASE
    assert aws.records('AssumeRole') == []


def test_unknown_accounts_are_account_not_found(who: Callable[..., str]) -> None:
    with pytest.raises(Exception) as raised:
        who(target_account_id='999999999999')
    assert json.loads(str(raised.value))['error_type'] == 'account_not_found'


@pytest.mark.parametrize(
    ('error', 'error_type', 'message'),
    [
        (
            AccountNotFoundError(),
            'account_not_found',
            'Account not found. Please check the account ID.',
        ),
        (
            CredentialDecryptionError(),
            'credential_error',
            'Failed to decrypt credentials. Please contact administrator.',
        ),
        (
            AssumeRoleError(),
            'assume_role_error',
            'Failed to assume role. Please check IAM role configuration.',
        ),
        (
            DatabaseConnectionError(),
            'database_error',
            'Database connection failed. Please try again later.',
        ),
        (
            AccountAccessDeniedError(),
            'account_access_denied',
            'Access to the account is denied. Please check that you may use it.',
        ),
    ],
)
def test_every_typed_error_is_mapped(
    error: CredentialExtractionError, error_type: str, message: str
) -> None:
    payload = account_error_payload(error)
    assert payload == {'status': 'error', 'error_type': error_type, 'message': message}
    assert isinstance(error, CredentialExtractionError)


@pytest.mark.parametrize(
    ('setting', 'value', 'error_type'),
    [
        ('ENCRYPTION_KEY', 'bm90IHRoZSBrZXkgdGhhdCBlbmNyeXB0ZWQgaXQhISE=', 'credential_error'),
        ('ENCRYPTION_KEY', 'not a key', 'credential_error'),
        ('ENCRYPTION_KEY', '', 'credential_error'),
        ('DATABASE_URL', 'postgresql://u:p@127.0.0.1:1/none', 'database_error'),
        ('DATABASE_URL', 'no url', 'database_error'),
        ('ALLOWED_TARGET_ACCOUNTS', B, 'account_access_denied'),
    ],
)
def test_every_failure_reaches_the_client_as_its_typed_error(
    who: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    value: str,
    error_type: str,
) -> None:
    monkeypatch.setenv(setting, value)
    with pytest.raises(Exception) as raised:
        who(target_account_id=A)
    assert json.loads(str(raised.value))['error_type'] == error_type
    assert who() == BASE


async def test_the_setup_call_returns_nothing_secret(database: str) -> None:
    for account, alias, auth_type in ((A, 'a', 'aksk'), (B, 'b', 'iam_role')):
        setup = await _setup_account_context(account)
        assert sorted(setup) == ['account_alias', 'account_id', 'auth_type', 'region']
        assert (setup['account_alias'], setup['auth_type']) == (alias, auth_type)


async def test_no_account_keeps_the_current_one(database: str) -> None:
    await _setup_account_context(A)
    assert (await _setup_account_context(None))['account_id'] == A


@pytest.mark.parametrize(('account', 'token'), [(A, None), (B, 'token-')])
def test_extract_gives_what_the_guide_lists(
    database: str, account: str, token: Optional[str]
) -> None:
    credentials = extract_aws_credentials(account)
    assert credentials.account_id == account
    assert credentials.access_key_id and credentials.secret_access_key
    assert (credentials.session_token or '').startswith(token or '')
    assert (credentials.session_token is None) == (token is None)
    assert credentials.region in ('us-east-1', 'eu-west-1')


def test_logs_hold_nothing_sensitive(
    who: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger='cred_extract_services'):
        who(target_account_id=A)
        who(target_account_id=B)
    assert len(caplog.records) == 2
    for secret in ('secret-of', 'token-', 'AKIA', 'ASIA', EXTERNAL_ID, 'retrofit-test'):
        assert secret not in caplog.text
