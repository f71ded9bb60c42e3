# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""A small command to look after accounts without writing SQL.

    python -m <package>.cred_extract_services generate-key
    python -m <package>.cred_extract_services add 111122223333 --alias dev --role-arn arn:aws:iam::...
    python -m <package>.cred_extract_services list
    python -m <package>.cred_extract_services test 111122223333

Exit codes: 0 done, 1 an account or the database failed, 2 wrong usage.
"""

import argparse
import getpass
import sys
from . import registry
from .aws_client import error_name
from .context_manager import credentials_scope
from .credential_extractor import extract_aws_credentials
from .crypto import encrypt, new_key
from .exceptions import CredentialExtractionError
from .parameter import read_account_id
from typing import List, Optional


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
        values['secret_access_key_encrypted'] = encrypt(_ask_secret())
    registry.save_account(values, options.organization, options.external_id)
    print(f'added {options.account_id} ({options.alias})')
    return 0


def _ask_secret() -> str:
    """Return the secret from a prompt or a pipe: on a command line, others could read it."""
    if sys.stdin.isatty():
        return getpass.getpass('Secret access key: ').strip()
    return sys.stdin.readline().strip()


def _list(_: argparse.Namespace) -> int:
    for account in registry.list_accounts():
        region = account.region or ''
        print(f'{account.account_id}  {account.auth_type:8}  {region:14}  {account.alias}')
    return 0


def _test(options: argparse.Namespace) -> int:
    credentials = extract_aws_credentials(options.account_id)
    with credentials_scope(credentials):
        try:
            answer = registry.whoami(credentials)
        except Exception as error:
            print(f'AWS refused the credentials: {error_name(error)}', file=sys.stderr)
            return 1
    if answer['Account'] != credentials.account_id:
        print(f'these are credentials of {answer["Account"]}', file=sys.stderr)
        return 1
    print(f'{credentials.account_id} ({credentials.alias}): {answer["Arn"]}')
    return 0


def _generate_key(_: argparse.Namespace) -> int:
    print(new_key())
    return 0
