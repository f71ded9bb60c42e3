# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Where the account database is, and how to log in to it."""

import json
from . import aws_client
from .exceptions import DatabaseConnectionError
from .settings import database_setting, local_database, setting
from sqlalchemy.engine import URL, make_url
from typing import Any, Dict


# SQLAlchemy 2.1 no longer takes psycopg2 for a bare postgresql:// URL.
_DRIVER = 'postgresql+psycopg2'


def database_url() -> URL:
    """Return the URL of the account database.

    It is ACCOUNTS_DATABASE_URL, else DATABASE_URL, or made from the Secrets Manager secret that RDS_SECRET_NAME names, or a
    SQLite file in the user's home, for one's own machine.

    Raises:
        DatabaseConnectionError: if the setting can't be read; it holds a password, so it is
            neither repeated nor attached.
    """
    listed = database_setting()
    if listed is not None:
        return _parse(listed)
    secret_name = setting('RDS_SECRET_NAME')
    if secret_name is not None:
        return _from_secret(aws_client.read_secret(secret_name))
    return URL.create('sqlite', database=str(local_database()))


def _parse(listed: str) -> URL:
    try:
        url = make_url(listed)
    except Exception:
        url = None
    if url is None:
        raise DatabaseConnectionError(
            'ACCOUNTS_DATABASE_URL (or DATABASE_URL) is not a database URL'
        )
    if url.drivername.split('+')[0] in ('postgresql', 'postgres'):
        return url.set(drivername=_DRIVER)
    return url


def _from_secret(text: str) -> URL:
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
