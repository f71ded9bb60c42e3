# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Which account a tool call signs its requests for. Nothing leaves this machine."""

import asyncio
import functools
import json
import os
import pytest
import sys
import threading
from botocore.session import Session
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

# --- fitted to this server -----------------------------------------------------------------------
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '{{SERVER_ROOT}}', '{{SOURCE_ROOT}}'))

from {{SERVICES}} import (
    AccountNotFoundError,
    TargetAccountId,
    _setup_account_context,
    with_account_context,
)
from {{SERVICES}}.aws_client import reset_clients
from {{SERVICES}}.credential_extractor import forget_credentials
# -------------------------------------------------------------------------------------------------


KEYS_ACCOUNT = '111111111111'
ROLE_ACCOUNT = '222222222222'
UNKNOWN_ACCOUNT = '999999999999'
ROLE_ARN = f'arn:aws:iam::{ROLE_ACCOUNT}:role/mcp'
UNSET = (
    'ACCOUNTS_DATABASE_URL',
    'ALLOW_DEFAULT_ACCOUNT',
    'ALLOWED_TARGET_ACCOUNTS',
    'AWS_LAMBDA_FUNCTION_NAME',
    'AWS_PROFILE',
    'AWS_SESSION_TOKEN',
    'DATABASE_URL',
    'RDS_SECRET_NAME',
    'TARGET_ACCOUNTS_CLAIM',
)
ACCOUNTS = [
    {
        'account_id': KEYS_ACCOUNT,
        'access_key_id': 'AKIAOFTHEACCOUNT',
        'secret_access_key': 'a secret',
        'region': 'eu-central-1',
    },
    {'account_id': ROLE_ACCOUNT, 'role_arn': ROLE_ARN, 'external_id': 'an external id'},
]
ROLE_SESSION = f"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <Credentials>
      <AccessKeyId>ASIAOFTHEROLE</AccessKeyId>
      <SecretAccessKey>another secret</SecretAccessKey>
      <SessionToken>a token</SessionToken>
      <Expiration>2999-01-01T00:00:00Z</Expiration>
    </Credentials>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::{ROLE_ACCOUNT}:assumed-role/mcp/session</Arn>
      <AssumedRoleId>AROA:session</AssumedRoleId>
    </AssumedRoleUser>
  </AssumeRoleResult>
</AssumeRoleResponse>"""

# Who the keys belong to is asked once.
KEYS_OWNER = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Account>{KEYS_ACCOUNT}</Account>
    <Arn>arn:aws:iam::{KEYS_ACCOUNT}:user/mcp</Arn>
    <UserId>AIDA</UserId>
  </GetCallerIdentityResult>
</GetCallerIdentityResponse>"""


def run(coroutine):
    """What a coroutine gives. The thread's own event loop stays: other tests may count on it."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


@pytest.fixture
def sts():
    """A local STS. `sts.requests` is what it was asked: the signature and the parameters."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: D102
            body = self.rfile.read(int(self.headers['Content-Length'])).decode()
            server.requests.append((self.headers['Authorization'], parse_qs(body)))
            self.send_response(200)
            self.end_headers()
            is_role = 'Action=AssumeRole' in body
            self.wfile.write((ROLE_SESSION if is_role else KEYS_OWNER).encode())

        def log_message(self, *_):  # noqa: D102
            pass

    server = HTTPServer(('127.0.0.1', 0), Handler)
    server.requests = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def accounts(monkeypatch, sts):
    """Two accounts and the server's own credentials, all made up."""
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv('TARGET_ACCOUNTS', json.dumps(ACCOUNTS))
    monkeypatch.setenv('AWS_ACCESS_KEY_ID', 'AKIAOFTHESERVER')
    monkeypatch.setenv('AWS_SECRET_ACCESS_KEY', 'its secret')
    monkeypatch.setenv('AWS_REGION', 'us-east-1')
    monkeypatch.setenv('AWS_ENDPOINT_URL_STS', f'http://127.0.0.1:{sts.server_port}')
    _forget_everything()
    yield
    _forget_everything()


def _forget_everything():
    forget_credentials()
    reset_clients()


@functools.cache
def _client():
    return Session().create_client('sts', 'us-east-1')


@with_account_context
async def signed_url(target_account_id: TargetAccountId = None) -> str:
    """A tool: a URL signed by a client that all the calls share."""
    return _client().generate_presigned_url('get_caller_identity')


def test_without_an_account_the_server_signs():
    assert 'AKIAOFTHESERVER' in run(signed_url())


def test_an_account_with_keys_signs_with_them():
    assert 'AKIAOFTHEACCOUNT' in run(signed_url(target_account_id=KEYS_ACCOUNT))


def test_an_account_with_a_role_signs_with_its_session(sts):
    url = run(signed_url(target_account_id=ROLE_ACCOUNT))
    assert 'ASIAOFTHEROLE' in url
    assert 'a%20token' in url
    [(signature, parameters)] = sts.requests
    assert 'AKIAOFTHESERVER' in signature
    assert parameters['RoleArn'] == [ROLE_ARN]
    assert parameters['ExternalId'] == ['an external id']


def test_nothing_is_left_over_for_the_next_call():
    async def calls() -> str:
        await signed_url(target_account_id=ROLE_ACCOUNT)
        assert 'Security-Token' not in await signed_url(target_account_id=KEYS_ACCOUNT)
        return await signed_url()

    assert 'AKIAOFTHESERVER' in run(calls())


def test_calls_at_once_keep_their_accounts():
    async def calls() -> list[str]:
        wanted = [None, KEYS_ACCOUNT, ROLE_ACCOUNT] * 5
        return await asyncio.gather(*(signed_url(target_account_id=it) for it in wanted))

    keys = ['AKIAOFTHESERVER', 'AKIAOFTHEACCOUNT', 'ASIAOFTHEROLE'] * 5
    assert all(key in url for key, url in zip(keys, run(calls()), strict=True))


def test_an_unknown_account_is_an_error_and_not_the_server():
    with pytest.raises(Exception) as raised:
        run(signed_url(target_account_id=UNKNOWN_ACCOUNT))
    assert json.loads(str(raised.value))['error_type'] == 'account_not_found'


def test_the_setup_call_tells_the_account_and_nothing_secret():
    account = run(_setup_account_context(KEYS_ACCOUNT))
    assert account['account_id'] == KEYS_ACCOUNT
    assert account['auth_type'] == 'aksk'
    assert account['region'] == 'eu-central-1'
    assert 'secret' not in str(account)
    with pytest.raises(AccountNotFoundError):
        run(_setup_account_context(UNKNOWN_ACCOUNT))
