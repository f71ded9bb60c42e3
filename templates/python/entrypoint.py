# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Start this MCP server in a container or from a checkout: `python -m entrypoint`.

Runs the server's own main, whatever it does before it serves, and sees to it that the server then
speaks the transport that the environment asks for. Each setting has two names; the first wins:

    FASTMCP_TRANSPORT       MCP_TRANSPORT        streamable-http (default) or stdio
    FASTMCP_HOST            MCP_HOST             0.0.0.0
    FASTMCP_PORT            MCP_PORT             8000
    FASTMCP_STATELESS_HTTP  MCP_STATELESS_HTTP   true
    FASTMCP_FLATTEN_SCHEMAS MCP_FLATTEN_SCHEMAS  true: tools/list answers without $ref and without
                                                 a nullable anyOf, which gateways cannot read
    FASTMCP_ENV_FILE        MCP_ENV_FILE         a file of settings, by default `.env` beside this file;
                                                 what the environment sets comes first
    FASTMCP_ALLOWED_HOSTS   MCP_ALLOWED_HOSTS    names that a Host header may have, beside addresses
                                                 and localhost; * is every name
    FASTMCP_ALLOWED_ORIGINS MCP_ALLOWED_ORIGINS  pages that may call, beside this machine's
    FASTMCP_MAX_BODY_BYTES  MCP_MAX_BODY_BYTES   4194304

Over HTTP the server answers POST /mcp, GET /health and GET /ping. While accounts are registered it
only starts once it is said who may name them: ALLOWED_TARGET_ACCOUNTS, TARGET_ACCOUNTS_CLAIM or
set_account_rule. Each call is told on standard error, by a line of JSON. Arguments on the command
line are the server's own (`python -m entrypoint --allow-write`).
"""

import importlib
import os
import runpy
import sys

# Where the server's modules lie, seen from this file; where they are installed, those count.
# This line is fitted to the server.
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '{{SOURCE_ROOT}}'))

from {{SERVICES}} import (  # this line is fitted to the server
    AccountAccessDeniedError,
    AccountNotFoundError,
    AssumeRoleError,
    CredentialDecryptionError,
    CredentialExtractionError,
    DatabaseConnectionError,
    _setup_account_context,
    gateway,
)
from {{SERVICES}}.gateway import schemas, transport


# This line is fitted to the server: "module:function", as in [project.scripts], or the "module" to
# run as a script.
SERVER_MAIN = '{{SERVER_MAIN}}'

__all__ = [
    'AccountAccessDeniedError',
    'AccountNotFoundError',
    'AssumeRoleError',
    'CredentialDecryptionError',
    'CredentialExtractionError',
    'DatabaseConnectionError',
    '_setup_account_context',
    'main',
]


def run_server_main(target: str) -> int:
    """Run the server's main as its console script would; the result is the exit code.

    Raises:
        ImportError, AttributeError: the target does not exist. SERVER_MAIN is then wrong.
    """
    module, _, function = target.partition(':')
    if not function:
        runpy.run_module(module, run_name='__main__', alter_sys=True)
        return 0
    result = getattr(importlib.import_module(module), function)()
    return result if isinstance(result, int) else 0


def main() -> int:
    """Read the settings, fit the MCP library to them, run the server; the exit code."""
    gateway.read_env_file(
        os.path.join(os.path.dirname(os.path.abspath(__file__)), '.env')
    )
    try:
        settings = gateway.read_settings(os.environ)
    except ValueError as error:
        print(f'entrypoint: {error}', file=sys.stderr)
        return 2
    gateway.bridge_loguru()
    gateway.write_audit_lines()
    if settings.flatten_schemas:
        schemas.flatten_tool_lists()
    transport.use_transport(settings)
    return run_server_main(SERVER_MAIN)


if __name__ == '__main__':
    sys.exit(main())
