-- The account tables for PostgreSQL. Safe to run again.
-- secret_access_key_encrypted holds a Fernet token, never a secret in the clear.

CREATE TABLE IF NOT EXISTS organizations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(255) NOT NULL,
    external_id varchar(1224) NOT NULL UNIQUE
);

CREATE TABLE IF NOT EXISTS aws_accounts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account_id varchar(12) NOT NULL UNIQUE,
    alias varchar(255) NOT NULL,
    auth_type varchar(16) NOT NULL,
    access_key_id varchar(128),
    secret_access_key_encrypted text,
    role_arn varchar(2048),
    region varchar(32) NOT NULL DEFAULT 'us-east-1',
    org_id uuid REFERENCES organizations (id),
    CONSTRAINT aws_accounts_auth_type CHECK (auth_type IN ('aksk', 'iam_role'))
);

CREATE INDEX IF NOT EXISTS aws_accounts_org_id ON aws_accounts (org_id);
