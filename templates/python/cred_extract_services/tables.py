# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The account tables; `schema.sql` is the same for PostgreSQL."""

import uuid
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
)


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
