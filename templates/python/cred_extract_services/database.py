# SPDX-License-Identifier: MIT-0
"""Look accounts up in the database."""

import logging
import random
import threading
import time
from .accounts import Account
from .environment_accounts import environment_account
from .exceptions import AccountNotFoundError, DatabaseConnectionError
from .parameter import read_account_id
from .settings import setting, timeout_seconds
from typing import TYPE_CHECKING, Any, Callable, Optional, TypeVar


if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Result = TypeVar('Result')

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_engine: Optional['Engine'] = None

POOL_SIZE = 5
POOL_OVERFLOW = 5
RECYCLE_SECONDS = 1800
ATTEMPTS = 3
FIRST_BACKOFF_SECONDS = 0.1
# libpq gives no SQLSTATE for a refused login, only a text. These won't pass by waiting.
_PERMANENT_LOGIN_FAILURES = (
    'no password supplied',
    'no pg_hba.conf entry',
    'does not exist',
    'is not permitted to log in',
    'no such table',
    'unable to open database file',
)
# SQLSTATE classes that pass: connection lost, out of resources, operator intervention, rollback.
_PASSING_CLASSES = ('08', '53', '57', '40')


def query_account(account_id: str) -> Account:
    """Return a registered account: from TARGET_ACCOUNTS, else from the database.

    Raises:
        AccountNotFoundError: if it isn't registered.
        DatabaseConnectionError: if the database couldn't be asked.
    """
    wanted = read_account_id(account_id) or ''
    account = environment_account(wanted)
    if account is None and _has_database():
        account = run(lambda connection: _select(connection, wanted))
    if account is None:
        raise AccountNotFoundError('the account is not registered')
    return account


def run(work: Callable[['Connection'], Result]) -> Result:
    """Run database work in a transaction; passing failures are tried again, with backoff.

    Raises:
        DatabaseConnectionError: if it fails for good. The database's own message isn't
            repeated or attached, since it may quote a login.
    """
    failure = ''
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(FIRST_BACKOFF_SECONDS * 2**attempt * random.uniform(0.5, 1))
        try:
            return _transact(work)
        except DatabaseConnectionError:
            raise
        except Exception as error:
            failure = _name(error)
            _log.warning('account database: %s (attempt %d)', failure, attempt + 1)
            if _is_refused_login(error):
                reset_engine()
            if not _is_passing(error):
                break
    raise DatabaseConnectionError(failure)


def reset_engine() -> None:
    """Forget the engine and its connections, without waiting for those in use."""
    global _engine
    with _lock:
        engine, _engine = _engine, None
    if engine is not None:
        engine.dispose(close=False)


def _has_database() -> bool:
    if setting('DATABASE_URL') or setting('RDS_SECRET_NAME'):
        return True
    from .database_url import local_database

    return local_database().exists()


def _transact(work: Callable[['Connection'], Result]) -> Result:
    with _get_engine().begin() as connection:
        if connection.dialect.name == 'postgresql':
            # In the transaction, not as a start-up option: RDS Proxy and PgBouncer refuse those.
            connection.exec_driver_sql(
                f'SET LOCAL statement_timeout = {int(timeout_seconds() * 1000)}'
            )
        return work(connection)


def _get_engine() -> 'Engine':
    global _engine
    with _lock:
        if _engine is None:
            _engine = _make_engine()
        return _engine


def _make_engine() -> 'Engine':
    from .database_url import database_url
    from sqlalchemy import create_engine

    url = database_url()
    options: dict[str, Any] = {'hide_parameters': True}
    limit = timeout_seconds()
    if url.get_backend_name() == 'postgresql':
        options.update(
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=limit,
            pool_recycle=RECYCLE_SECONDS,
            pool_pre_ping=True,
            connect_args={
                'connect_timeout': max(2, int(limit)),
                # A network that swallows packets is noticed within the limit, too (Linux).
                'tcp_user_timeout': int(limit * 1000),
            },
        )
    return create_engine(url, **options)


def _select(connection: 'Connection', account_id: str) -> Optional[Account]:
    from .tables import aws_accounts as accounts
    from .tables import organizations
    from sqlalchemy import select

    row = connection.execute(
        select(accounts, organizations.c.external_id)
        .join_from(accounts, organizations, accounts.c.org_id == organizations.c.id, isouter=True)
        .where(accounts.c.account_id == account_id)
    ).first()
    if row is None:
        return None
    return Account(
        account_id=row.account_id,
        alias=row.alias,
        auth_type=row.auth_type,
        region=row.region,
        role_arn=row.role_arn,
        external_id=row.external_id,
        access_key_id=row.access_key_id,
        secret_access_key_encrypted=row.secret_access_key_encrypted,
    )


def _name(error: Exception) -> str:
    state = _sqlstate(error)
    return f'{type(error).__name__} {state}' if state else type(error).__name__


def _sqlstate(error: Exception) -> str:
    return getattr(getattr(error, 'orig', None), 'pgcode', None) or ''


def _is_refused_login(error: Exception) -> bool:
    return 'authentication failed' in str(error)


def _is_passing(error: Exception) -> bool:
    from sqlalchemy.exc import InterfaceError, OperationalError

    if not isinstance(error, (InterfaceError, OperationalError)):
        return False
    if _is_refused_login(error):
        # The password may have been rotated: the next connection reads the secret again.
        return setting('RDS_SECRET_NAME') is not None
    state = _sqlstate(error)
    if state:
        # 57014 is our own time limit: the same statement would take as long again.
        return state[:2] in _PASSING_CLASSES and state != '57014'
    return not any(text in str(error) for text in _PERMANENT_LOGIN_FAILURES)
