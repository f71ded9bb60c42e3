"""Put the test's accounts into a database, with SQL and not with the code under test."""

import psycopg2
from conftest import ACCOUNTS, EXTERNAL_ID
from cryptography.fernet import Fernet
from pathlib import Path
from typing import Any


SCHEMA = (
    Path(__file__).parent.parent.parent.parent.parent
    / 'templates/python/cred_extract_services/schema.sql'
)


def fill(url: str, key: str) -> None:
    """Make the tables with schema.sql, and add the accounts."""
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute('DROP TABLE IF EXISTS aws_accounts, organizations')
        cursor.execute(SCHEMA.read_text())
        cursor.execute(
            'INSERT INTO organizations (name, external_id) VALUES (%s, %s) RETURNING id',
            ('acme', EXTERNAL_ID),
        )
        organization: Any = cursor.fetchone()
        for account in ACCOUNTS:
            secret = account.get('secret_access_key')
            cursor.execute(
                'INSERT INTO aws_accounts (account_id, alias, auth_type, access_key_id,'
                ' secret_access_key_encrypted, role_arn, region, org_id)'
                ' VALUES (%s, %s, %s, %s, %s, %s, %s, %s)',
                (
                    account['account_id'],
                    account['alias'],
                    'iam_role' if 'role_arn' in account else 'aksk',
                    account.get('access_key_id'),
                    Fernet(key).encrypt(secret.encode()).decode() if secret else None,
                    account.get('role_arn'),
                    account.get('region', 'us-east-1'),
                    organization[0] if 'external_id' in account else None,
                ),
            )
    connection.close()
