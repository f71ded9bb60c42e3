# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Write and list the registered accounts; only the command uses it, never a server."""

from .accounts import Account, AwsCredentials
from .aws_client import FALLBACK_REGION, base_client
from .database import run
from .database_url import database_url
from .exceptions import DatabaseConnectionError
from .settings import local_database
from .tables import aws_accounts, metadata, organizations
from sqlalchemy import Connection, delete, insert, select
from typing import Any, Dict, List, Optional, cast
from uuid import UUID, uuid4


def save_account(
    values: Dict[str, Any], organization: Optional[str], external_id: Optional[str]
) -> None:
    """Add an account, or replace it; tables that don't exist are made.

    Args:
        values: the columns of the account.
        organization: the name of its organization, or None.
        external_id: the organization's external id; needed where the organization is new.

    Raises:
        DatabaseConnectionError: if it can't be written.
    """
    if database_url().get_backend_name() == 'sqlite':
        local_database().parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def save(connection: Connection) -> None:
        metadata.create_all(connection)
        org_id = _organization(connection, organization, external_id)
        connection.execute(
            delete(aws_accounts).where(aws_accounts.c.account_id == values['account_id'])
        )
        connection.execute(insert(aws_accounts).values(**values, org_id=org_id))

    run(save)


def list_accounts() -> List[Account]:
    """Return the accounts, as far as they may be shown: without keys and roles.

    Raises:
        DatabaseConnectionError: if the database can't be asked.
    """
    shown = aws_accounts.c
    query = select(shown.account_id, shown.alias, shown.auth_type, shown.region)
    rows = run(lambda connection: connection.execute(query.order_by(shown.account_id)).all())
    return [Account(*row) for row in rows]


def whoami(credentials: AwsCredentials) -> Dict[str, Any]:
    """Ask STS who the current credentials belong to."""
    region = credentials.region or FALLBACK_REGION
    answer: Dict[str, Any] = base_client('sts', region).get_caller_identity()
    return answer


def _organization(
    connection: Connection, name: Optional[str], external_id: Optional[str]
) -> Optional[UUID]:
    if name is None:
        return None
    found = connection.execute(
        select(organizations.c.id).where(organizations.c.name == name)
    ).scalar()
    if found is None and external_id is None:
        raise DatabaseConnectionError(f'no organization {name}: give its --external-id')
    if found is None:
        found = uuid4()
        values = {'id': found, 'name': name, 'external_id': external_id}
        connection.execute(insert(organizations).values(values))
    return cast(UUID, found)
