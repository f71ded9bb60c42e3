# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Refuse to start where the hooks don't work.

They hook private names of botocore, which a new version may change. So clients are made as a server
makes them, and sign a URL, without any request: outside an account and in one.
"""

from .accounts import AwsCredentials
from .context_manager import Base, credentials_scope
from botocore.credentials import Credentials
from botocore.session import Session
from os import devnull
from types import SimpleNamespace
from typing import Any


_BASE_KEY = 'SELFTESTBASE'
_ACCOUNT_KEY = 'SELFTESTACCOUNT'
# With a method of its own: botocore calls keys without one explicit.
_BASE = Credentials(_BASE_KEY, 'self-test', method='self-test')
# The test is about the SDK: nobody's profile or configuration file may make it fail.
_NO_CONFIGURATION = {
    'profile': (None, None, None, None),
    'config_file': (None, None, devnull, None),
    'credentials_file': (None, None, devnull, None),
}


class AccountHookError(RuntimeError):
    """The installed botocore would sign with the wrong account's key."""


def run_self_test() -> None:
    """Sign as the base, as an account and as the base again, in each way that a server may.

    Raises:
        AccountHookError: if the wrong key signed.
    """
    account = AwsCredentials('0' * 12, 'self-test', 'aksk', None, _ACCOUNT_KEY, 'self-test')
    session = _session()
    early = _session()
    # As a client made before the hooks: it holds the credentials themselves.
    early.get_credentials = lambda: _BASE
    with credentials_scope(Base.SERVER):
        clients = [each.create_client('sts', region_name='us-east-1') for each in (session, early)]
        held = session.get_credentials()
    seen = []
    for state in (Base.SERVER, account, Base.SERVER):
        with credentials_scope(state):
            seen.append({held.access_key, *map(_signing_key, clients)})
    if seen != [{_BASE_KEY}, {_ACCOUNT_KEY}, {_BASE_KEY}]:
        raise AccountHookError(
            f'botocore signed with {seen}: with this version the server would mix up accounts. '
            'Install a version of boto3 that these services are tested with.'
        )


def _session() -> Any:
    session = Session(session_vars=_NO_CONFIGURATION)
    provider = SimpleNamespace(load_credentials=lambda: _BASE)
    session.register_component('credential_provider', provider)
    return session


def _signing_key(client: Any) -> str:
    url: str = client.generate_presigned_url('get_caller_identity')
    return url.split('Credential=')[1].split('%2F')[0]
