# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""A small command to look after accounts without writing SQL.

    python -m <package>.cred_extract_services generate-key
    python -m <package>.cred_extract_services add 111122223333 --alias dev --role-arn arn:aws:iam::...
    python -m <package>.cred_extract_services list
    python -m <package>.cred_extract_services test 111122223333

Exit codes: 0 done, 1 an account or the database failed, 2 wrong usage. No server needs this file; the
tables are those of `schema.sql`, which is for PostgreSQL.
"""

import argparse
import getpass
import sys
import uuid
from .accounts import Account, encryption_keys, read_account_id
from .aws_client import FALLBACK_REGION, base_client, error_name
from .context_manager import credentials_scope
from .credential_extractor import extract_aws_credentials
from .database import database_url, run
from .exceptions import CredentialExtractionError, DatabaseConnectionError
from .settings import local_database
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    delete,
    insert,
    select,
)
from typing import Any, Dict, List, Optional, cast


metadata = MetaData()

organizations = Table(
    'organizations',
    metadata,
    Column('id', Uuid, primary_key=True, default=uuid.uuid4),
    Column('name', String(255), nullable=False),
    Column('external_id', String(1224), nullable=False, unique=True),
)

aws_accounts = Table(
    'aws_accounts',
    metadata,
    Column('id', Uuid, primary_key=True, default=uuid.uuid4),
    Column('account_id', String(12), nullable=False, unique=True),
    Column('alias', String(255), nullable=False),
    Column('auth_type', String(16), nullable=False),
    Column('access_key_id', String(128)),
    Column('secret_access_key_encrypted', Text),
    Column('role_arn', String(2048)),
    Column('region', String(32), nullable=False, server_default='us-east-1'),
    Column('org_id', Uuid, ForeignKey('organizations.id')),
    CheckConstraint("auth_type IN ('aksk', 'iam_role')", name='aws_accounts_auth_type'),
)

Index('aws_accounts_org_id', aws_accounts.c.org_id)


def main(arguments: Optional[List[str]] = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except CredentialExtractionError as error:
        print(f'{error.error_type}: {error.detail or error.message}', file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f'python -m {__package__}', description='Look after the accounts of this server.'
    )
    commands = parser.add_subparsers(required=True, metavar='command')
    add = commands.add_parser('add', help='add an account, or replace it')
    add.set_defaults(run=_add)
    add.add_argument('account_id', help='12 digits')
    add.add_argument('--alias', required=True, help='a name for people')
    add.add_argument('--region', default='us-east-1')
    add.add_argument('--role-arn', help='the role to assume')
    add.add_argument('--organization', help='the organization whose external id the role wants')
    add.add_argument('--external-id', help='its external id; needed when it is new')
    add.add_argument('--access-key-id', help='keys instead of a role; asks for the secret')
    commands.add_parser('list', help='list the accounts').set_defaults(run=_list)
    test = commands.add_parser('test', help='ask AWS who the account is')
    test.set_defaults(run=_test)
    test.add_argument('account_id', help='12 digits')
    key = commands.add_parser('generate-key', help='print a new ENCRYPTION_KEY')
    key.set_defaults(run=_generate_key)
    return parser


def _add(options: argparse.Namespace) -> int:
    if bool(options.role_arn) == bool(options.access_key_id):
        print('give either --role-arn or --access-key-id', file=sys.stderr)
        return 2
    values = {
        'account_id': read_account_id(options.account_id),
        'alias': options.alias,
        'auth_type': 'iam_role' if options.role_arn else 'aksk',
        'region': options.region,
        'role_arn': options.role_arn,
        'access_key_id': options.access_key_id,
        'secret_access_key_encrypted': None,
    }
    if options.access_key_id:
        values['secret_access_key_encrypted'] = (
            encryption_keys().encrypt(_ask_secret().encode()).decode()
        )
    _save_account(values, options.organization, options.external_id)
    print(f'added {options.account_id} ({options.alias})')
    return 0


def _ask_secret() -> str:
    """Return the secret from a prompt or a pipe: on a command line, others could read it."""
    if sys.stdin.isatty():
        return getpass.getpass('Secret access key: ').strip()
    return sys.stdin.readline().strip()


def _list(_: argparse.Namespace) -> int:
    for account in _list_accounts():
        region = account.region or ''
        print(f'{account.account_id}  {account.auth_type:8}  {region:14}  {account.alias}')
    return 0


def _test(options: argparse.Namespace) -> int:
    credentials = extract_aws_credentials(options.account_id)
    with credentials_scope(credentials):
        try:
            region = credentials.region or FALLBACK_REGION
            answer = base_client('sts', region).get_caller_identity()
        except Exception as error:
            print(f'AWS refused the credentials: {error_name(error)}', file=sys.stderr)
            return 1
    if answer['Account'] != credentials.account_id:
        print(f'these are credentials of {answer["Account"]}', file=sys.stderr)
        return 1
    print(f'{credentials.account_id} ({credentials.alias}): {answer["Arn"]}')
    return 0


def _generate_key(_: argparse.Namespace) -> int:
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())
    return 0


def _save_account(
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


def _list_accounts() -> List[Account]:
    """Return the accounts, as far as they may be shown: without keys and roles.

    Raises:
        DatabaseConnectionError: if the database can't be asked.
    """
    shown = aws_accounts.c
    query = select(shown.account_id, shown.alias, shown.auth_type, shown.region)
    rows = run(lambda connection: connection.execute(query.order_by(shown.account_id)).all())
    return [Account(*row) for row in rows]


def _organization(
    connection: Connection, name: Optional[str], external_id: Optional[str]
) -> Optional[uuid.UUID]:
    if name is None:
        return None
    found = connection.execute(
        select(organizations.c.id).where(organizations.c.name == name)
    ).scalar()
    if found is None and external_id is None:
        raise DatabaseConnectionError(f'no organization {name}: give its --external-id')
    if found is None:
        found = uuid.uuid4()
        values = {'id': found, 'name': name, 'external_id': external_id}
        connection.execute(insert(organizations).values(values))
    return cast(uuid.UUID, found)


if __name__ == '__main__':
    raise SystemExit(main())
