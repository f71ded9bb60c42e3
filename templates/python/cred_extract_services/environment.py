# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The account for a process that a tool starts: it knows no ContextVar, only its environment."""

import os
from .context_manager import Base, current_credentials, current_state
from .settings import default_account_is_allowed
from .strict_mode import SERVER_PID, refuse_if_lost
from typing import Dict, Mapping, Optional


# What belongs to the server's own identity and must not leak into an account's environment.
_IDENTITY_VARIABLES = (
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_SECURITY_TOKEN',
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_ROLE_ARN',
    'AWS_ROLE_SESSION_NAME',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    'AWS_CREDENTIAL_EXPIRATION',
    'AWS_BEARER_TOKEN_BEDROCK',
)
# What opens every account. DATABASE_URL is not among them: a server may need it for its own ends.
_SECRETS = ('ENCRYPTION_KEY', 'RDS_SECRET_NAME', 'ACCOUNTS_DATABASE_URL', 'TARGET_ACCOUNTS')
# A child that gets its environment from here has its account: it is no lost one.
_LEFT_OUT = (*_SECRETS, SERVER_PID)
_NO_CREDENTIALS = {
    'AWS_CONFIG_FILE': os.devnull,
    'AWS_SHARED_CREDENTIALS_FILE': os.devnull,
    'AWS_EC2_METADATA_DISABLED': 'true',
}


def account_environment(base: Optional[Mapping[str, str]] = None) -> Dict[str, str]:
    """Return an environment for a subprocess that acts in the current account.

    Pass it as `env=` where a tool starts a process: `subprocess.run([...],
    env=account_environment())`. With the default account it is a copy of the process's environment,
    which itself is never changed; where ALLOW_DEFAULT_ACCOUNT forbids that account, the child has
    no credentials. The settings that open every account stay here. Assumed roles end after an
    hour, and a process that runs longer does not get new keys.

    Args:
        base: The environment that the process would have; the process's own where it is left out.

    Raises:
        LostAccountContextError: in strict mode, outside any call.
    """
    credentials = current_credentials()
    start = os.environ if base is None else base
    environment = {name: text for name, text in start.items() if name not in _LEFT_OUT}
    if credentials is None and (
        current_state() is not Base.DEFAULT or default_account_is_allowed()
    ):
        refuse_if_lost()
        return environment
    for name in _IDENTITY_VARIABLES:
        environment.pop(name, None)
    if credentials is None:
        return {**environment, **_NO_CREDENTIALS}
    environment['AWS_ACCESS_KEY_ID'] = credentials.access_key_id
    environment['AWS_SECRET_ACCESS_KEY'] = credentials.secret_access_key
    if credentials.session_token:
        environment['AWS_SESSION_TOKEN'] = credentials.session_token
    if credentials.region:
        environment['AWS_REGION'] = environment['AWS_DEFAULT_REGION'] = credentials.region
    return environment
