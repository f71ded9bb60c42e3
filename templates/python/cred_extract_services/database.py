# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Look accounts up in the database."""

import logging
import random
import time
from .accounts import Account
from .environment_accounts import environment_account
from .exceptions import AccountNotFoundError, DatabaseConnectionError
from .parameter import read_account_id
from .settings import database_setting, local_database, setting, timeout_seconds
from typing import TYPE_CHECKING, Callable, Optional, TypeVar


if TYPE_CHECKING:
    from sqlalchemy import Connection

Result = TypeVar('Result')

_log = logging.getLogger(__name__)

ATTEMPTS = 3
FIRST_BACKOFF_SECONDS = 0.1


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
    from .database_engine import reset_engine
    from .database_failures import failure_name, is_passing, is_refused_login

    failure = ''
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(FIRST_BACKOFF_SECONDS * 2**attempt * random.uniform(0.5, 1))
        try:
            return _transact(work)
        except DatabaseConnectionError:
            raise
        except Exception as error:
            failure = failure_name(error)
            _log.warning('account database: %s (attempt %d)', failure, attempt + 1)
            if is_refused_login(error):
                reset_engine()
            if not is_passing(error):
                break
    raise DatabaseConnectionError(failure)


def _has_database() -> bool:
    return bool(database_setting() or setting('RDS_SECRET_NAME')) or local_database().exists()


def _transact(work: Callable[['Connection'], Result]) -> Result:
    from .database_engine import get_engine

    with get_engine().begin() as connection:
        if connection.dialect.name == 'postgresql':
            # In the transaction, not as a start-up option: RDS Proxy and PgBouncer refuse those.
            connection.exec_driver_sql(
                f'SET LOCAL statement_timeout = {int(timeout_seconds() * 1000)}'
            )
        return work(connection)


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
