# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""What can go wrong between a requested account and its credentials, and what a client is told."""

import copy
import json
import sys
from typing import Any, Callable, Dict, Optional, Tuple, Type


FormatResponse = Callable[[str, Dict[str, Any], str], Any]


class CredentialExtractionError(Exception):
    """No credentials could be made current for the requested account.

    Attributes:
        error_type: the machine-readable kind, the same in every answer to a client.
        message: the text for the client. It never holds anything secret.
        detail: one line for the server's log. It never holds anything secret either.
    """

    error_type = 'credential_extraction_error'
    message = 'Failed to get credentials for the account.'

    def __init__(self, detail: str = '') -> None:
        """Keep the detail for the log; str() gives only the text that clients may see."""
        super().__init__(self.message)
        self.detail = detail


class AccountNotFoundError(CredentialExtractionError):
    """The account isn't registered, or its id isn't an account id."""

    error_type = 'account_not_found'
    message = 'Account not found. Please check the account ID.'


class CredentialDecryptionError(CredentialExtractionError):
    """The stored secret can't be decrypted: wrong key, damaged token, or no key."""

    error_type = 'credential_error'
    message = 'Failed to decrypt credentials. Please contact administrator.'


class AssumeRoleError(CredentialExtractionError):
    """STS refused, or didn't answer in time."""

    error_type = 'assume_role_error'
    message = 'Failed to assume role. Please check IAM role configuration.'


class DatabaseConnectionError(CredentialExtractionError):
    """The account database couldn't be asked."""

    error_type = 'database_error'
    message = 'Database connection failed. Please try again later.'


class AccountAccessDeniedError(CredentialExtractionError):
    """This caller may not use this account."""

    error_type = 'account_access_denied'
    message = 'Access to the account is denied. Please check that you may use it.'


class LostAccountContextError(RuntimeError):
    """A request was about to be signed outside any tool call, in a process that serves accounts.

    Raised instead of signing with the server's own credentials, which could be the wrong
    account: the work was most likely started by a tool in a thread that didn't inherit it.
    """


class AccountHookError(RuntimeError):
    """With the SDK that is installed, requests would be signed with the wrong account's key."""


class AccountToolError(Exception):
    """A typed error as a tool raises it: its text is JSON, for the client to parse.

    It is raised as a subclass that is also the ToolError of each MCP library in use.

    Attributes:
        error_type: the machine-readable kind.
    """

    error_type: str = CredentialExtractionError.error_type


def without_frames(error: CredentialExtractionError) -> CredentialExtractionError:
    """Return a copy of an error without its frames, whose variables may hold secrets.

    Loggers such as loguru print the variables of every frame of a traceback.
    """
    bare = copy.copy(error)
    bare.__traceback__ = bare.__cause__ = bare.__context__ = None
    return bare


def account_error_payload(error: CredentialExtractionError) -> Dict[str, Any]:
    """Return what a client is told: a status, an error_type and a message, nothing secret."""
    return {'status': 'error', 'error_type': error.error_type, 'message': error.message}


def account_tool_error(
    error: CredentialExtractionError, format_response: Optional[FormatResponse] = None
) -> Exception:
    """Return the error for a tool to raise.

    Args:
        error: the typed error.
        format_response: the server's own, called as
            `format_response('error', {'error_type': ...}, message)`.
    """
    payload: Any = account_error_payload(error)
    if format_response is not None:
        payload = format_response('error', {'error_type': error.error_type}, error.message)
    raised = _error_class()(json.dumps(payload, default=str))
    raised.error_type = error.error_type
    return raised


def account_call_tool_result(error: CredentialExtractionError) -> Any:
    """Return the typed error as a CallToolResult, for a tool or dispatcher that answers with one.

    Not for `fastmcp` 3, which makes text of a CallToolResult: raise `account_tool_error` there.
    """
    from mcp.types import CallToolResult

    text = json.dumps(account_error_payload(error))
    return CallToolResult.model_validate(
        {'content': [{'type': 'text', 'text': text}], 'isError': True}
    )


# Where the libraries keep the error whose text reaches the client: mcp 1, mcp 2 and fastmcp.
_TOOL_ERROR_MODULES = (
    'mcp.server.fastmcp.exceptions',
    'mcp.server.mcpserver.exceptions',
    'fastmcp.exceptions',
)
_classes: Dict[Tuple[Type[Exception], ...], Type[AccountToolError]] = {}


def _error_class() -> Type[AccountToolError]:
    loaded: Any = [sys.modules.get(name) for name in _TOOL_ERROR_MODULES]
    bases = tuple(dict.fromkeys(m.ToolError for m in loaded if hasattr(m, 'ToolError')))
    if bases not in _classes:
        _classes[bases] = type('AccountToolError', (AccountToolError, *bases), {})
    return _classes[bases]
