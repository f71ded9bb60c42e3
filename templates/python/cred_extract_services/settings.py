# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Settings, all from the environment and read when they are needed.

ACCOUNTS_DATABASE_URL           the account database, postgresql://user:password@host/name
DATABASE_URL                    the same, where the server has no other use for that name
RDS_SECRET_NAME                 or the Secrets Manager secret with its login
ENCRYPTION_KEY                  Fernet keys of the stored secrets, newest first
TARGET_ACCOUNTS                 or, for a trial, the accounts themselves as JSON
ALLOWED_TARGET_ACCOUNTS         the accounts that may be used; see authorization.py
TARGET_ACCOUNTS_CLAIM           the token's claim that lists the caller's accounts
ALLOW_DEFAULT_ACCOUNT           whether a call without an account may sign as the server: true, but
                                false once there is a claim
TARGET_ACCOUNT_STRICT           false to allow signing outside a call; see context_manager.py
TARGET_ACCOUNT_TIMEOUT_SECONDS  the limit for one connection or statement, 5 by default
MCP_SERVER_NAME                 the server's name in CloudTrail
AWS_REGION                      the region of the services' own requests
"""

import os
import re
from pathlib import Path
from typing import List, Optional


_OFF = ('false', '0', 'off', 'no')
_ON = ('true', '1', 'on', 'yes')
_SOURCES = ('TARGET_ACCOUNTS', 'ACCOUNTS_DATABASE_URL', 'DATABASE_URL', 'RDS_SECRET_NAME')
DEFAULT_TIMEOUT_SECONDS = 5.0
# AssumeRole, an engine's connect, a query and their retries all fit into three times the limit.
WAIT_LIMITS = 3


def setting(name: str) -> Optional[str]:
    """Return a setting, or None; blank counts as not set, as in a copied `.env.example`."""
    return os.environ.get(name, '').strip() or None


def list_setting(name: str) -> Optional[List[str]]:
    """Return a setting that is a list, separated by commas or white space, or None."""
    value = setting(name)
    return None if value is None else [item for item in re.split(r'[\s,]+', value) if item]


def accounts_are_configured() -> bool:
    """Tell whether any account can be named at all: without, nothing about the server changes."""
    return any(setting(name) for name in _SOURCES) or local_database().exists()


def local_database() -> Path:
    """Return the path of the SQLite file that is used when no database is configured."""
    return Path.home() / '.cred_extract_services' / 'accounts.db'


def database_setting() -> Optional[str]:
    """Return the URL of the account database, by either of its names, or None."""
    return setting('ACCOUNTS_DATABASE_URL') or setting('DATABASE_URL')


def default_account_is_allowed() -> bool:
    """Tell whether a call that names no account may sign with the server's own credentials."""
    allowed = setting('ALLOW_DEFAULT_ACCOUNT')
    if allowed is None:
        return setting('TARGET_ACCOUNTS_CLAIM') is None
    # What can't be read is no permission.
    return allowed.lower() in _ON


def is_strict() -> bool:
    """Tell whether signing outside a call is refused; TARGET_ACCOUNT_STRICT=false turns it off."""
    off = (setting('TARGET_ACCOUNT_STRICT') or '').lower() in _OFF
    return not off and accounts_are_configured()


def timeout_seconds() -> float:
    """Return the limit for one connection or statement (TARGET_ACCOUNT_TIMEOUT_SECONDS)."""
    try:
        return float(setting('TARGET_ACCOUNT_TIMEOUT_SECONDS') or DEFAULT_TIMEOUT_SECONDS)
    except ValueError:
        return DEFAULT_TIMEOUT_SECONDS


def wait_seconds() -> float:
    """Return how long a call may wait for its account's credentials, all in all."""
    return WAIT_LIMITS * timeout_seconds()


def base_region() -> Optional[str]:
    """Return the region the server itself runs in, by either of its usual names."""
    return setting('AWS_REGION') or setting('AWS_DEFAULT_REGION')
