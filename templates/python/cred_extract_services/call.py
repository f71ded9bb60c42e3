# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""What is known of the MCP call that is running: its request, its caller, its tool.

It is read from the call itself. The ContextVar in which the MCP library keeps the token
(`get_access_token`) won't do: in a session it holds the token that opened the session.
"""

import os
import sys
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Dict, Iterable, Mapping, Optional


# Set around each tool by mcp_hooks, for the library versions that keep no request context.
running_context: ContextVar[Optional[Any]] = ContextVar('mcp_context', default=None)
# Set around every request by mcp_hooks, for mcp 2; mcp 1 has a variable of its own for it.
running_request: ContextVar[Optional[Any]] = ContextVar('mcp_request', default=None)


# A Lambda function is called by whoever may reach its URL or its API.
_serves_http = 'AWS_LAMBDA_FUNCTION_NAME' in os.environ


@dataclass(frozen=True)
class Caller:
    """Who is calling.

    Attributes:
        over_http: whether the call came over HTTP.
        claims: the claims of the verified token; empty where there is none.
        name: the token's subject or client, or None.
    """

    over_http: bool
    claims: Mapping[str, Any]
    name: Optional[str] = None


_STARTER = Caller(over_http=False, claims={})
_ANYBODY = Caller(over_http=True, claims={})


def note_http() -> None:
    """Note that this process serves HTTP: a call without a request isn't over stdio just for that."""
    global _serves_http
    _serves_http = True


def current_caller(arguments: Iterable[Any] = ()) -> Caller:
    """Return who is calling.

    Args:
        arguments: the tool's own, among which its library's context may be.
    """
    return caller_of(_http_request(arguments))


def caller_of(request: Optional[Any]) -> Caller:
    """Return who sent an HTTP request; None is a call over stdio, if the server serves no HTTP."""
    if request is None:
        return Caller(
            over_http=_serves_http or 'AWS_LAMBDA_FUNCTION_NAME' in os.environ, claims={}
        )
    token = getattr(_scope(request).get('user'), 'access_token', None)
    if token is None:
        return Caller(over_http=True, claims={})
    claims: Dict[str, Any] = dict(getattr(token, 'claims', None) or {})
    name = claims.get('sub') or getattr(token, 'subject', None)
    return Caller(True, claims, str(name or getattr(token, 'client_id', '') or '') or None)


def current_request_id() -> Optional[str]:
    """Return the id of the MCP request that is being answered, or None."""
    request_context = _library_context() or _request_context(running_context.get())
    request_id = getattr(request_context, 'request_id', None)
    return None if request_id is None else str(request_id)


def in_request() -> bool:
    """Tell whether an MCP request is being answered here, a tool's or any other."""
    return _library_context() is not None or running_context.get() is not None


def _http_request(arguments: Iterable[Any]) -> Optional[Any]:
    for context in arguments:
        request_context = _request_context(context)
        if request_context is not None:
            return getattr(request_context, 'request', None)
    request_context = _library_context() or _request_context(running_context.get())
    return getattr(request_context, 'request', None)


@lru_cache(maxsize=256)
def _is_context(kind: Any) -> bool:
    # Only a library's context has this name on its class; a model argument may have anything.
    return hasattr(kind, 'request_context')


def _request_context(context: Any) -> Optional[Any]:
    kind: Any = type(context)
    if context is None or not _is_context(kind):
        return None
    try:
        return context.request_context
    except (LookupError, ValueError, RuntimeError):
        return None


def _library_context() -> Optional[Any]:
    module = sys.modules.get('mcp.server.lowlevel.server')
    variable = getattr(module, 'request_ctx', None)
    return variable.get(None) if isinstance(variable, ContextVar) else running_request.get()


def _scope(request: Any) -> Mapping[str, Any]:
    scope = getattr(request, 'scope', None)
    return scope if isinstance(scope, Mapping) else {}
