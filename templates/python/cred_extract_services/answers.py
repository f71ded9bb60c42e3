# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Turn a typed error into the answer to a tool call, for every MCP library."""

import json
import sys
from .exceptions import CredentialExtractionError
from typing import Any, Callable, Dict, Optional, Tuple, Type


FormatResponse = Callable[[str, Dict[str, Any], str], Any]

# Where the libraries keep the error whose text reaches the client: mcp 1, mcp 2 and fastmcp.
_TOOL_ERROR_MODULES = (
    'mcp.server.fastmcp.exceptions',
    'mcp.server.mcpserver.exceptions',
    'fastmcp.exceptions',
)
_classes: Dict[Tuple[Type[Exception], ...], Type['AccountToolError']] = {}


class AccountToolError(Exception):
    """A typed error as a tool raises it: its text is JSON, for the client to parse.

    It is raised as a subclass that is also the ToolError of each MCP library in use.

    Attributes:
        error_type: the machine-readable kind.
    """

    error_type: str = CredentialExtractionError.error_type


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


def _error_class() -> Type[AccountToolError]:
    bases = tuple(
        dict.fromkeys(
            sys.modules[name].ToolError
            for name in _TOOL_ERROR_MODULES
            if hasattr(sys.modules.get(name), 'ToolError')
        )
    )
    if bases not in _classes:
        _classes[bases] = type('AccountToolError', (AccountToolError, *bases), {})
    return _classes[bases]
