# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Credentials of any account, for one tool call at a time.

Importing the package hooks botocore, so that what a tool call signs is signed with the account
that the call asks for. Without accounts configured, nothing about the server changes.

Where to look:

    tools.py                 with_account_context, the wrapper of a tool
    calls.py                 a call: authorised, given its credentials, and told in the audit log
    authorization.py         who is calling, and which accounts they may use
    accounts.py              an account: its parameter, its row, its credentials, its stored secret
    database.py              where accounts are looked up
    credential_extractor.py  from an account id to its credentials, cached
    aws_client.py            what is asked of AWS for that: AssumeRole, who keys belong to, secrets
    context_manager.py       which account is current, and when signing without one is refused
    signing.py               botocore signs with the account that is current
    mcp_hooks.py             the MCP libraries run tools, and all other requests, in their account
    settings.py              every setting, by the name of its environment variable
    exceptions.py            what can go wrong, and what a client is told of it

Only where the server uses them (a run of mcp-retrofit adds what is imported and not there):

    handover.py              the account for what outlives a call: queues, processes, programs, caches
    lowlevel.py              servers on the low-level `Server`, which dispatch their tools themselves
    generated.py             functions whose signatures are made when the server starts
    aio.py                   signing with aiobotocore
    gateway/                 what entrypoint.py serves with: transports, HTTP, schemas, logging
    __main__.py, schema.sql  for whoever looks after the accounts
"""

import importlib
from .accounts import Account, AwsCredentials, TargetAccountId
from .authorization import Caller, set_account_rule
from .context_manager import (
    as_server_identity,
    base_account,
    reset_aws_credentials,
    set_aws_credentials,
)
from .credential_extractor import extract_aws_credentials
from .database import query_account
from .exceptions import (
    AccountAccessDeniedError,
    AccountNotFoundError,
    AssumeRoleError,
    CredentialDecryptionError,
    CredentialExtractionError,
    DatabaseConnectionError,
    LostAccountContextError,
    account_call_tool_result,
    account_error_payload,
    account_tool_error,
)
from .tools import (
    _setup_account_context,
    _setup_account_context_sync,
    install,
    with_account_context,
)
from typing import TYPE_CHECKING, Any


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
    'account_call_tool_result',
    'account_error_payload',
    'account_tool_error',
    'as_server_identity',
    'base_account',
    'extract_aws_credentials',
    'install',
    'query_account',
    'reset_aws_credentials',
    'set_account_rule',
    'set_aws_credentials',
    'with_account_context',
]

# What is only there if the server uses it, and the file it is in.
_OPTIONAL = {
    'account_cache_key': 'handover',
    'account_environment': 'handover',
    'bind_account': 'handover',
    'cache_per_account': 'handover',
    'run_in_account': 'handover',
    'with_account_call': 'lowlevel',
    'with_account_list': 'lowlevel',
    'with_account_parameter': 'generated',
}
try:
    from .handover import (  # type: ignore[import-not-found, unused-ignore]
        account_cache_key,
        account_environment,
        bind_account,
        cache_per_account,
        run_in_account,
    )

    __all__ += [
        'account_cache_key',
        'account_environment',
        'bind_account',
        'cache_per_account',
        'run_in_account',
    ]
except ModuleNotFoundError:
    pass
try:
    from .lowlevel import (  # type: ignore[import-not-found, unused-ignore]
        with_account_call,
        with_account_list,
    )

    __all__ += ['with_account_call', 'with_account_list']
except ModuleNotFoundError:
    pass
try:
    from .generated import with_account_parameter  # type: ignore[import-not-found, unused-ignore]

    __all__ += ['with_account_parameter']
except ModuleNotFoundError:
    pass

# What entry points of earlier editions import from here.
_MOVED = {
    'gateway_env_file': '.gateway',
    'gateway_settings': '.gateway',
    'gateway_logging': '.gateway',
    'gateway_tools': '.gateway.schemas',
    'gateway_transport': '.gateway.transport',
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Return what has moved; say of what is not there why not."""
        if name in _MOVED:
            return importlib.import_module(_MOVED[name], __name__)
        if name in _OPTIONAL:
            raise ImportError(
                f'{name} is in {_OPTIONAL[name]}.py of these services, which was not copied, since '
                f'nothing used it: run mcp-retrofit again, and it is added'
            )
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
