# SPDX-License-Identifier: MIT-0
"""Refuse to start where the hooks don't work.

They hook private names of botocore, which a new version may change. So a client is made as a
server makes one, and signs a URL, without any request: outside an account and in one.
"""

from .accounts import AwsCredentials
from .context_manager import Base, credentials_scope
from botocore.credentials import Credentials
from botocore.session import Session
from os import devnull
from typing import Any


_BASE_KEY = 'SELFTESTBASE'
_ACCOUNT_KEY = 'SELFTESTACCOUNT'
# The test is about the SDK: nobody's profile or configuration file may make it fail.
_NO_CONFIGURATION = {
    'profile': (None, None, None, None),
    'config_file': (None, None, devnull, None),
    'credentials_file': (None, None, devnull, None),
}


class AccountHookError(RuntimeError):
    """The installed botocore would sign with the wrong account's key."""


def run_self_test() -> None:
    """Sign as the base and as an account, with one client.

    Raises:
        AccountHookError: if the wrong key signed, or signing failed.
    """
    account = AwsCredentials('000000000000', 'self-test', 'aksk', None, _ACCOUNT_KEY, 'self-test')
    session = Session(session_vars=_NO_CONFIGURATION)
    # As a provider would leave them; set_credentials() would make them explicit.
    session._credentials = Credentials(_BASE_KEY, 'self-test', method='self-test')
    with credentials_scope(Base.DEFAULT):
        client = session.create_client('sts', region_name='us-east-1')
        keys = [_signing_key(client)]
    with credentials_scope(account):
        keys.append(_signing_key(client))
    with credentials_scope(Base.DEFAULT):
        keys.append(_signing_key(client))
    if keys != [_BASE_KEY, _ACCOUNT_KEY, _BASE_KEY]:
        raise AccountHookError(
            f'botocore signed with {keys}: this version is not supported, and the server would '
            "mix up accounts. Install a version of boto3 that the services' tests ran with."
        )


def _signing_key(client: Any) -> str:
    url: str = client.generate_presigned_url('get_caller_identity')
    return url.split('Credential=')[1].split('%2F')[0]
