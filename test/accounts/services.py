"""What the Python services see of the account database: one line of JSON for each account id on the command line.

With `--again` it looks them up a second time, once a line came on standard input. With `--write` first, makes the tables by SQLAlchemy and adds an account, as an earlier edition of the services did.
"""

import json
import sys
from cred_extract_services import extract_aws_credentials
from cred_extract_services.credential_extractor import forget_credentials
from cred_extract_services.database import run
from sqlalchemy import Column, ForeignKey, MetaData, String, Table, Text, Uuid, insert
from uuid import uuid4


metadata = MetaData()
organizations = Table(
    'organizations',
    metadata,
    Column('id', Uuid, primary_key=True, default=uuid4),
    Column('name', String(255), nullable=False),
    Column('external_id', String(1224), nullable=False, unique=True),
)
aws_accounts = Table(
    'aws_accounts',
    metadata,
    Column('id', Uuid, primary_key=True, default=uuid4),
    Column('account_id', String(12), nullable=False, unique=True),
    Column('alias', String(255), nullable=False),
    Column('auth_type', String(16), nullable=False),
    Column('access_key_id', String(128)),
    Column('secret_access_key_encrypted', Text),
    Column('role_arn', String(2048)),
    Column('region', String(32), nullable=False, server_default='us-east-1'),
    Column('org_id', Uuid, ForeignKey('organizations.id')),
)


def write(account_id: str, external_id: str) -> None:
    """Add an account with a role and an organization."""

    def work(connection):
        org_id = uuid4()
        metadata.create_all(connection)
        connection.execute(
            insert(organizations).values(id=org_id, name='by python', external_id=external_id)
        )
        role_arn = f'arn:aws:iam::{account_id}:role/mcp'
        values = {'account_id': account_id, 'alias': 'by python', 'auth_type': 'iam_role'}
        connection.execute(insert(aws_accounts).values(**values, role_arn=role_arn, org_id=org_id))

    run(work)


def look_up(account_ids) -> None:
    """Print what is found."""
    for account_id in account_ids:
        found = extract_aws_credentials(account_id)
        keys = (found.account_id, found.alias, found.region, found.access_key_id)
        print(json.dumps([*keys, bool(found.session_token)]), flush=True)


if sys.argv[1] == '--write':
    write(*sys.argv[2:])
elif sys.argv[1] == '--again':
    look_up(sys.argv[2:])
    sys.stdin.readline()
    forget_credentials()
    look_up(sys.argv[2:])
else:
    look_up(sys.argv[1:])
