# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Look accounts up: in TARGET_ACCOUNTS, else in the account database.

The database is ACCOUNTS_DATABASE_URL, else DATABASE_URL, or the one whose login the Secrets Manager
secret RDS_SECRET_NAME holds, or a SQLite file in the user's home, for one's own machine. `schema.sql`
makes its tables. There is one pool of connections, made when it is first needed; SQLAlchemy is not
loaded before.
"""

import json
import logging
import os
import random
import threading
import time
from . import aws_client
from .accounts import Account, environment_account, read_account_id
from .exceptions import AccountNotFoundError, DatabaseConnectionError
from .settings import database_setting, local_database, setting, timeout_seconds
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, TypeVar


if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

Result = TypeVar('Result')

ATTEMPTS = 3
FIRST_BACKOFF_SECONDS = 0.1
POOL_SIZE = 5
POOL_OVERFLOW = 5
RECYCLE_SECONDS = 1800
LOOPBACK = ('localhost', '127.0.0.1', '::1')
# SQLAlchemy 2.1 no longer takes psycopg2 for a bare postgresql:// URL.
_DRIVER = 'postgresql+psycopg2'
_SELECT = """
    SELECT account.account_id, account.alias, account.auth_type, account.region, account.role_arn,
        organization.external_id, account.access_key_id, account.secret_access_key_encrypted
    FROM aws_accounts AS account
    LEFT JOIN organizations AS organization ON organization.id = account.org_id
    WHERE account.account_id = :account_id
"""
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

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_engine: 'Optional[Engine]' = None


def query_account(account_id: str) -> Account:
    """Return a registered account.

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


def run(work: 'Callable[[Connection], Result]') -> Result:
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
            failure = _failure_name(error)
            _log.warning('account database: %s (attempt %d)', failure, attempt + 1)
            if _is_refused_login(error):
                reset_engine()
            if not _is_passing(error):
                break
    raise DatabaseConnectionError(failure)


def _has_database() -> bool:
    return bool(database_setting() or setting('RDS_SECRET_NAME')) or local_database().exists()


def _transact(work: 'Callable[[Connection], Result]') -> Result:
    with get_engine().begin() as connection:
        if connection.dialect.name == 'postgresql':
            # In the transaction, not as a start-up option: RDS Proxy and PgBouncer refuse those.
            connection.exec_driver_sql(
                f'SET LOCAL statement_timeout = {int(timeout_seconds() * 1000)}'
            )
        return work(connection)


def _select(connection: 'Connection', account_id: str) -> Optional[Account]:
    from sqlalchemy import text

    row = connection.execute(text(_SELECT), {'account_id': account_id}).first()
    return None if row is None else Account(**row._mapping)


def get_engine() -> 'Engine':
    """Return the engine with its pool.

    Raises:
        DatabaseConnectionError: if the database's URL or secret can't be read.
    """
    global _engine
    with _lock:
        if _engine is None:
            _engine = _make_engine()
        return _engine


def reset_engine() -> None:
    """Forget the engine and its connections, without waiting for those in use."""
    global _engine
    with _lock:
        engine, _engine = _engine, None
    if engine is not None:
        engine.dispose(close=False)


def _begin_after_fork() -> None:
    global _lock
    _lock = threading.Lock()
    reset_engine()


if hasattr(os, 'register_at_fork'):
    # Connections can't be shared with a fork, and another thread may have held the lock.
    os.register_at_fork(after_in_child=_begin_after_fork)


def _make_engine() -> 'Engine':
    from sqlalchemy import NullPool, create_engine

    url = database_url()
    options: Dict[str, Any] = {'hide_parameters': True}
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
                **_encryption(url),
            },
        )
    else:
        # Opened for each look-up: whoever writes the file may put another in its place.
        options['poolclass'] = NullPool
    return create_engine(url, **options)


def database_url() -> 'URL':
    """Return the URL of the account database.

    Raises:
        DatabaseConnectionError: if the setting can't be read; it holds a password, so it is
            neither repeated nor attached.
    """
    from sqlalchemy.engine import URL, make_url

    listed = database_setting()
    secret_name = setting('RDS_SECRET_NAME')
    if listed is None and secret_name is not None:
        return _url_of_secret(aws_client.read_secret(secret_name))
    if listed is None:
        return URL.create('sqlite', database=str(local_database()))
    try:
        url = make_url(listed)
        is_postgres = url.drivername.split('+')[0] in ('postgresql', 'postgres')
        return url.set(drivername=_DRIVER) if is_postgres else url
    except Exception:
        pass
    raise DatabaseConnectionError('ACCOUNTS_DATABASE_URL (or DATABASE_URL) is not a database URL')


def _url_of_secret(text: str) -> 'URL':
    from sqlalchemy.engine import URL

    try:
        secret: Dict[str, Any] = json.loads(text)
        return URL.create(
            _DRIVER,
            username=secret['username'],
            password=secret['password'],
            host=secret['host'],
            port=int(secret.get('port', 5432)),
            database=secret.get('database') or secret['dbname'],
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    raise DatabaseConnectionError('the secret lacks username, password, host or database')


def _encryption(url: 'URL') -> Dict[str, str]:
    """Return how to encrypt the connection where neither the URL nor libpq's environment says it.

    A password goes over the network: only to the server that the certificate names, then. With
    RDS, `sslrootcert` must name Amazon's certificates, global-bundle.pem of
    https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem.
    """
    host = url.host or str(url.query.get('host') or '')
    is_local = not host or host.startswith('/') or host in LOOPBACK
    if is_local or 'sslmode' in url.query or os.environ.get('PGSSLMODE'):
        return {}
    is_named = 'sslrootcert' in url.query or os.environ.get('PGSSLROOTCERT')
    if is_named or (Path.home() / '.postgresql' / 'root.crt').exists():
        return {'sslmode': 'verify-full'}
    # Those of the system; libpq knows the word since version 16.
    return {'sslmode': 'verify-full', 'sslrootcert': 'system'}


def _failure_name(error: Exception) -> str:
    """Return what may be logged of a failure: its class and SQLSTATE, never its message."""
    state = _sqlstate(error)
    if not state and any(text in str(error) for text in _ENCRYPTION_FAILURES):
        return f'{type(error).__name__}: {_ENCRYPTION_ADVICE}'
    return f'{type(error).__name__} {state}'.rstrip()


def _sqlstate(error: Exception) -> str:
    return getattr(getattr(error, 'orig', None), 'pgcode', None) or ''


def _is_refused_login(error: Exception) -> bool:
    return 'authentication failed' in str(error)


def _is_passing(error: Exception) -> bool:
    """Tell whether a failure may pass by itself, so that it is worth another attempt."""
    from sqlalchemy.exc import InterfaceError, OperationalError

    if not isinstance(error, (InterfaceError, OperationalError)):
        return False
    if _is_refused_login(error):
        # The password may have been rotated: the next connection reads the secret again.
        return setting('RDS_SECRET_NAME') is not None
    if any(text in str(error) for text in _ENCRYPTION_FAILURES):
        return False
    state = _sqlstate(error)
    if state:
        # 57014 is our own time limit: the same statement would take as long again.
        return state[:2] in _PASSING_CLASSES and state != '57014'
    return not any(text in str(error) for text in _PERMANENT_LOGIN_FAILURES)
