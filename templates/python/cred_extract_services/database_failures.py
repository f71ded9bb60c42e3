# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Which failures of the account database may pass by themselves."""

from .settings import setting
from sqlalchemy.exc import InterfaceError, OperationalError


# libpq gives no SQLSTATE for a refused login, only a text. These won't pass by waiting.
_PERMANENT_LOGIN_FAILURES = (
    'no password supplied',
    'no pg_hba.conf entry',
    'does not exist',
    'is not permitted to log in',
    'no such table',
    'unable to open database file',
)
_ENCRYPTION_FAILURES = ('certificate', 'SSL', 'root.crt')
_ENCRYPTION_ADVICE = (
    'no verified encryption to the database; name its certificates with sslrootcert (for RDS, '
    'global-bundle.pem), or say with sslmode what is enough'
)
# SQLSTATE classes that pass: connection lost, out of resources, operator intervention, rollback.
_PASSING_CLASSES = ('08', '53', '57', '40')


def failure_name(error: Exception) -> str:
    """Return what may be logged of a failure: its class and SQLSTATE, never its message."""
    state = _sqlstate(error)
    if not state and any(text in str(error) for text in _ENCRYPTION_FAILURES):
        return f'{type(error).__name__}: {_ENCRYPTION_ADVICE}'
    return f'{type(error).__name__} {state}' if state else type(error).__name__


def _sqlstate(error: Exception) -> str:
    return getattr(getattr(error, 'orig', None), 'pgcode', None) or ''


def is_refused_login(error: Exception) -> bool:
    """Tell whether the password was refused."""
    return 'authentication failed' in str(error)


def is_passing(error: Exception) -> bool:
    """Tell whether a failure may pass by itself, so that it is worth another attempt."""
    if not isinstance(error, (InterfaceError, OperationalError)):
        return False
    if is_refused_login(error):
        # The password may have been rotated: the next connection reads the secret again.
        return setting('RDS_SECRET_NAME') is not None
    if any(text in str(error) for text in _ENCRYPTION_FAILURES):
        return False
    state = _sqlstate(error)
    if state:
        # 57014 is our own time limit: the same statement would take as long again.
        return state[:2] in _PASSING_CLASSES and state != '57014'
    return not any(text in str(error) for text in _PERMANENT_LOGIN_FAILURES)
