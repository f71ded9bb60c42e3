"""Fixtures: an AWS endpoint, a PostgreSQL, and an environment that starts clean for each test."""

import contextlib
import functools
import json
import os
import pytest
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List


HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
TEMPLATE = ROOT / 'templates' / 'python'
sys.path[:0] = [str(HERE), str(TEMPLATE)]
# The template is copied as it lies, so nothing may be left in it.
sys.dont_write_bytecode = True

BASE, A, B, C = '100000000000', '011111111111', '222222222222', '333333333333'
EXTERNAL_ID = 'external-id-of-acme'
KEYS = {
    'AKIABASE': {'account': BASE, 'secret': 'secret-of-base'},
    'AKIAACCOUNTA': {'account': A, 'secret': 'secret-of-account-a'},
}
# A has keys; B has a role that wants an external id; C has a role that wants none.
ACCOUNTS = [
    {
        'account_id': A,
        'alias': 'a',
        'access_key_id': 'AKIAACCOUNTA',
        'secret_access_key': 'secret-of-account-a',
    },
    {
        'account_id': B,
        'alias': 'b',
        'role_arn': f'arn:aws:iam::{B}:role/r',
        'external_id': EXTERNAL_ID,
        'region': 'eu-west-1',
    },
    {'account_id': C, 'alias': 'c', 'role_arn': f'arn:aws:iam::{C}:role/r'},
]


class Endpoint:
    """The running AWS endpoint."""

    def __init__(self, url: str) -> None:
        """Take its URL."""
        self.url = url

    def reset(self, **settings: Any) -> None:
        """Forget what was seen; see State.reset for the settings."""
        settings = {'keys': KEYS, 'external_ids': {B: EXTERNAL_ID}, **settings}
        self._ask('/_reset', json.dumps(settings).encode())

    def records(self, action: str = '') -> List[Dict[str, Any]]:
        """Return what was seen, of one action or of all."""
        seen = self._ask('/_records')
        return [record for record in seen if action in ('', record['action'])]

    def wrong(self) -> List[Dict[str, Any]]:
        """Return the requests whose path names one account but that another's key signed."""
        named = [record for record in self.records() if 'expect-' in record['path']]
        return [
            record
            for record in named
            if record['path'].split('expect-')[1][:12] != record['account'] or record['problem']
        ]

    def _ask(self, path: str, body: Any = None) -> Any:
        with urllib.request.urlopen(self.url + path, body) as answer:
            return json.load(answer)


def start(command: List[str]) -> 'subprocess.Popen[str]':
    """Start a program that stops when its standard input closes."""
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def first_line(process: 'subprocess.Popen[str]') -> Dict[str, str]:
    """Return the JSON that a program prints when it is ready."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, f'{process.args!r} did not start'
    return json.loads(line)


@pytest.fixture(scope='session')
def aws_process() -> Iterator[Endpoint]:
    process = start([sys.executable, str(HERE / 'support' / 'aws_endpoint.py')])
    try:
        yield Endpoint(first_line(process)['url'])
    finally:
        process.communicate()


@pytest.fixture(scope='session')
def postgres_url() -> Iterator[str]:
    """Return a database of the run's PostgreSQL, or where there is none one of our own."""
    if 'TEST_DATABASES' in os.environ:
        with urllib.request.urlopen(os.environ['TEST_DATABASES']) as answer:
            yield answer.read().decode()
        return
    process = start(['node', str(ROOT / 'test' / 'support' / 'postgres.mjs')])
    try:
        yield first_line(process)['url']
    finally:
        process.communicate()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith(('AWS_', 'FASTMCP_', 'MCP_', 'TARGET_ACCOUNT', 'ALLOWED_', 'OTEL_')):
            monkeypatch.delenv(name)
    for name in ('DATABASE_URL', 'RDS_SECRET_NAME', 'ENCRYPTION_KEY'):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv('HOME', str(tmp_path))
    monkeypatch.setenv('AWS_EC2_METADATA_DISABLED', 'true')
    monkeypatch.setenv('PYTHONDONTWRITEBYTECODE', '1')
    forget()
    yield
    wait_for_requests()
    forget()


def wait_for_requests() -> None:
    """Wait for the requests that a test gave up: a late one would be seen by the next test."""
    from cred_extract_services import credential_extractor

    for cache in (credential_extractor._accounts, credential_extractor._sessions):
        # Once every thread is here, none is at a request any more.
        barrier = threading.Barrier(credential_extractor.THREADS + 1)
        for _ in range(credential_extractor.THREADS):
            cache._threads.run(barrier.wait)
        barrier.wait()


def forget() -> None:
    """Forget all that the services remember."""
    from cred_extract_services import (
        aws_client,
        context_manager,
        credential_extractor,
        database,
    )
    from cred_extract_services.authorization import set_account_rule

    credential_extractor.forget_credentials()
    aws_client.reset_clients()
    database.reset_engine()
    set_account_rule(None)
    context_manager._has_started = False
    os.environ.pop(context_manager.SERVER_PID, None)


@pytest.fixture
def aws(aws_process: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    """Return the endpoint, with base credentials and three accounts in the environment."""
    aws_process.reset()
    for name, value in aws_environment(aws_process).items():
        monkeypatch.setenv(name, value)
    return aws_process


def aws_environment(endpoint: Endpoint) -> Dict[str, str]:
    """Return an environment with base credentials and three accounts."""
    return {
        'AWS_ENDPOINT_URL': endpoint.url,
        'AWS_ACCESS_KEY_ID': 'AKIABASE',
        'AWS_SECRET_ACCESS_KEY': 'secret-of-base',
        'AWS_REGION': 'us-east-1',
        'AWS_DEFAULT_REGION': 'us-east-1',
        'TARGET_ACCOUNTS': json.dumps(ACCOUNTS),
        # A slow machine is no failure; the tests of the limits set their own.
        'TARGET_ACCOUNT_TIMEOUT_SECONDS': '600',
    }


@contextlib.contextmanager
def short_limit(seconds: str) -> Iterator[None]:
    """Set the limit for what never answers, with clients and connections of its own.

    Without the setting the limit would be an hour: code that does not keep to it is not found by a
    clock, which a busy machine makes wrong, but never ends.
    """
    from cred_extract_services import aws_client, settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, 'DEFAULT_TIMEOUT_SECONDS', 3600.0)
        patch.setenv('TARGET_ACCOUNT_TIMEOUT_SECONDS', seconds)
        aws_client.reset_clients()
        yield
    aws_client.reset_clients()


@pytest.fixture
def s3(aws: Endpoint) -> Callable[[], Any]:
    """Return a function that makes an S3 client of the endpoint."""
    return lambda: make_s3(aws.url)


def make_s3(url: str) -> Any:
    """Make an S3 client of the endpoint, as every supported version of boto3 takes it."""
    from botocore.config import Config

    config = Config(
        s3={'addressing_style': 'path'}, signature_version='s3v4', max_pool_connections=20
    )
    # Making clients isn't thread-safe, and a session for each would read its data anew.
    with _making:
        return _session().client('s3', endpoint_url=url, config=config)


_making = threading.Lock()


@functools.lru_cache(maxsize=1)
def _session() -> Any:
    import boto3

    return boto3.session.Session()


@pytest.fixture
def database(aws: Endpoint, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the URL of a PostgreSQL that holds the accounts, instead of the environment."""
    from cryptography.fernet import Fernet
    from support.accounts import fill

    key = Fernet.generate_key().decode()
    fill(postgres_url, key)
    monkeypatch.delenv('TARGET_ACCOUNTS')
    monkeypatch.setenv('DATABASE_URL', postgres_url)
    monkeypatch.setenv('ENCRYPTION_KEY', key)
    yield postgres_url
