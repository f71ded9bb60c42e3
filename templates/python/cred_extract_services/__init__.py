# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Credentials of any account, for one tool call at a time.

Importing the package hooks botocore, so that what a tool call signs is signed with the account
that the call asks for. Without accounts configured, nothing about the server changes.
"""

from .accounts import Account, AwsCredentials
from .account_cache import account_cache_key, cache_per_account
from .account_switch import run_in_account
from .answers import account_call_tool_result, account_error_payload, account_tool_error
from .authorization import set_account_rule
from .call import Caller
from .context_manager import (
    as_server_identity,
    base_account,
    bind_account,
    reset_aws_credentials,
    set_aws_credentials,
)
from .credential_extractor import extract_aws_credentials
from .database import query_account
from .decorators import with_account_context
from .environment import account_environment
from .exceptions import (
    AccountAccessDeniedError,
    AccountNotFoundError,
    AssumeRoleError,
    CredentialDecryptionError,
    CredentialExtractionError,
    DatabaseConnectionError,
    LostAccountContextError,
)
from .hooks import install
from .lowlevel import with_account_call, with_account_list
from .parameter import TargetAccountId
from .setup_context import _setup_account_context, _setup_account_context_sync


install()

__all__ = [
    'Account',
    'AccountAccessDeniedError',
    'AccountNotFoundError',
    'AssumeRoleError',
    'AwsCredentials',
    'Caller',
    'CredentialDecryptionError',
    'CredentialExtractionError',
    'DatabaseConnectionError',
    'LostAccountContextError',
    'TargetAccountId',
    '_setup_account_context',
    '_setup_account_context_sync',
    'account_cache_key',
    'account_call_tool_result',
    'account_environment',
    'account_error_payload',
    'account_tool_error',
    'as_server_identity',
    'base_account',
    'bind_account',
    'cache_per_account',
    'extract_aws_credentials',
    'install',
    'query_account',
    'reset_aws_credentials',
    'run_in_account',
    'set_account_rule',
    'set_aws_credentials',
    'with_account_call',
    'with_account_context',
    'with_account_list',
]
