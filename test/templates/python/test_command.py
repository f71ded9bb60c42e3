"""The command that adds, lists and tests accounts."""

import io
import pytest
import subprocess
import sys
from conftest import EXTERNAL_ID, TEMPLATE, A, B, C, Endpoint
from cred_extract_services import extract_aws_credentials, query_account
from cred_extract_services.__main__ import main
from cryptography.fernet import Fernet
from pathlib import Path
from typing import Any


@pytest.fixture(params=['sqlite', 'postgresql'])
def registry(
    request: pytest.FixtureRequest, aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Return the kind of an empty account database."""
    if request.param == 'postgresql':
        request.getfixturevalue('database')
        import psycopg2

        connection = psycopg2.connect(request.getfixturevalue('postgres_url'))
        with connection, connection.cursor() as cursor:
            cursor.execute('DROP TABLE aws_accounts, organizations')
        connection.close()
    monkeypatch.delenv('TARGET_ACCOUNTS', raising=False)
    monkeypatch.setenv('ENCRYPTION_KEY', Fernet.generate_key().decode())
    return request.param


def test_a_newcomer_adds_lists_and_tests_accounts(
    registry: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr('sys.stdin', io.StringIO('secret-of-account-a\n'))
    assert main(['add', A, '--alias', 'keys', '--access-key-id', 'AKIAACCOUNTA']) == 0
    role = ['--role-arn', f'arn:aws:iam::{B}:role/r', '--organization', 'acme']
    added = ['add', B, '--alias', 'role', '--region', 'eu-west-1', *role]
    assert main([*added, '--external-id', EXTERNAL_ID]) == 0
    # Again, to replace it; the organization is known by now.
    assert main(added) == 0
    assert main(['list']) == 0
    assert main(['test', A]) == 0
    assert main(['test', B]) == 0
    shown = capsys.readouterr().out
    assert f'{A}  aksk      us-east-1       keys' in shown
    assert f'{B}  iam_role  eu-west-1       role' in shown
    assert f'{A} (keys): arn:aws:iam::{A}:user/test' in shown
    assert 'secret-of-account-a' not in shown and EXTERNAL_ID not in shown
    assert query_account(B).external_id == EXTERNAL_ID
    assert extract_aws_credentials(A).secret_access_key == 'secret-of-account-a'


def test_only_the_user_may_read_the_local_file(aws: Endpoint) -> None:
    assert main(['add', C, '--alias', 'c', '--role-arn', f'arn:aws:iam::{C}:role/r']) == 0
    assert (Path.home() / '.cred_extract_services').stat().st_mode & 0o077 == 0


def test_mistakes_are_told_in_a_line(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    both = ['--role-arn', 'r', '--access-key-id', 'k']
    assert main(['add', A, '--alias', 'a']) == 2
    assert main(['add', A, '--alias', 'a', *both]) == 2
    assert main(['add', 'twelve', '--alias', 'a', '--role-arn', 'r']) == 1
    assert main(['add', A, '--alias', 'a', '--role-arn', 'r', '--organization', 'new']) == 1
    assert main(['test', '999999999999']) == 1
    monkeypatch.setenv('TARGET_ACCOUNTS', '')
    monkeypatch.setattr('sys.stdin', io.StringIO('wrong\n'))
    monkeypatch.setenv('ENCRYPTION_KEY', Fernet.generate_key().decode())
    assert main(['add', A, '--alias', 'a', '--access-key-id', 'AKIAACCOUNTA']) == 0
    assert main(['test', A]) == 1
    monkeypatch.setattr('sys.stdin', io.StringIO('secret-of-account-a\n'))
    assert main(['add', B, '--alias', 'b', '--access-key-id', 'AKIAACCOUNTA']) == 0
    assert main(['test', B]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 7
    assert told[5].endswith('the registered keys could not be checked: SignatureDoesNotMatch')
    assert told[6].endswith('the registered keys belong to another account')


def test_the_secret_is_asked_for_without_an_echo(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        """A terminal."""

        def isatty(self) -> bool:
            """Say yes."""
            return True

    monkeypatch.setattr('sys.stdin', Terminal())
    monkeypatch.setattr('getpass.getpass', lambda prompt: 'typed')
    monkeypatch.setenv('TARGET_ACCOUNTS', '')
    monkeypatch.setenv('ENCRYPTION_KEY', Fernet.generate_key().decode())
    aws.reset(keys={'k': {'account': A, 'secret': 'typed'}})
    assert main(['add', A, '--alias', 'a', '--access-key-id', 'k']) == 0
    assert extract_aws_credentials(A).secret_access_key == 'typed'


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    command = [sys.executable, '-m', 'cred_extract_services', 'generate-key']
    environment = {
        'PYTHONDONTWRITEBYTECODE': '1',
        'PYTHONPATH': str(TEMPLATE),
        'HOME': str(tmp_path),
    }
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert len(done.stdout.strip()) == 44, done.stderr


def test_the_key_can_be_generated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(['generate-key']) == 0
    assert len(capsys.readouterr().out.strip()) == 44
