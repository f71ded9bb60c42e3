# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The account for a process that a tool starts: it knows no ContextVar, only its environment."""

import os
from .context_manager import current_credentials
from .strict_mode import refuse_if_lost
from typing import Dict


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
)


def account_environment() -> Dict[str, str]:
    """Return an environment for a subprocess that acts in the current account.

    Pass it as `env=` where a tool starts a process: `subprocess.run([...],
    env=account_environment())`. With the default account it is a plain copy of the process's
    environment, which itself is never changed. Assumed roles end after an hour, and a process
    that runs longer does not get new keys.

    Raises:
        LostAccountContextError: in strict mode, outside any call.
    """
    environment = dict(os.environ)
    credentials = current_credentials()
    refuse_if_lost()
    if credentials is None:
        return environment
    for name in _IDENTITY_VARIABLES:
        environment.pop(name, None)
    environment['AWS_ACCESS_KEY_ID'] = credentials.access_key_id
    environment['AWS_SECRET_ACCESS_KEY'] = credentials.secret_access_key
    if credentials.session_token:
        environment['AWS_SESSION_TOKEN'] = credentials.session_token
    if credentials.region:
        environment['AWS_REGION'] = environment['AWS_DEFAULT_REGION'] = credentials.region
    return environment
