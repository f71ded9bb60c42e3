"""A retrofitted MCP server for the tests: `mcp_server.py <mcp|fastmcp> <stdio|http> [port]`.

With ACME_AUTH set it takes only tokens of the form `subject|claim,claim`, as if it had verified them.
With ACME_STATEFUL set it keeps sessions over HTTP.
"""

from __future__ import annotations

import asyncio
import boto3
import os
import sys
from acme.cred_extract_services import (
    CredentialExtractionError,
    TargetAccountId,
    _setup_account_context,
    _setup_account_context_sync,
    account_cache_key,
    account_call_tool_result,
    account_error_payload,
    account_tool_error,
    with_account_context,
)
from botocore.config import Config
from mcp.types import CallToolResult
from pydantic import BaseModel
from support.workloads import QUICK, upload
from typing import Any, Dict, List, Optional, Union


LIBRARY, TRANSPORT, *PORT = sys.argv[1:]
if LIBRARY == 'fastmcp':
    from fastmcp import Context, FastMCP
else:
    try:
        from mcp.server.fastmcp import Context, FastMCP
    except ImportError:
        from mcp.server.mcpserver import Context
        from mcp.server.mcpserver import MCPServer as FastMCP

CONFIG = Config(s3={'addressing_style': 'path'}, signature_version='s3v4')
session = boto3.session.Session()


def make_client() -> Any:
    """Make a client of the test's endpoint."""
    return session.client('s3', endpoint_url=os.environ['AWS_ENDPOINT_URL'], config=CONFIG)


shared = make_client()


class Answer(BaseModel):
    """A model that an error does not fit."""

    count: int


def format_response(status: str, data: Any, message: Optional[str] = None) -> Dict[str, Any]:
    """Answer as some servers do."""
    return {'status': status, 'data': data, 'message': message}


@with_account_context
async def work(
    ctx: Context, kind: int, expect: str, target_account_id: TargetAccountId = None
) -> str:
    """Do one of the workloads in a thread, and say whose key signed."""
    client = shared if kind % 2 else make_client()
    await asyncio.to_thread(QUICK[kind % len(QUICK)], client, expect)
    await asyncio.sleep(0)
    return await asyncio.to_thread(_signer, client, expect)


@with_account_context
def work_sync(kind: int, expect: str, target_account_id: TargetAccountId = None) -> str:
    """Do one of the workloads, and say whose key signed."""
    QUICK[kind % len(QUICK)](shared, expect)
    return _signer(shared, expect)


@with_account_context
def big(expect: str, target_account_id: TargetAccountId = None) -> str:
    """Upload in parts."""
    upload(shared, expect)
    return expect


def _signer(client: Any, expect: str) -> str:
    answer = client.get_object(Bucket=f'expect-{expect}', Key='k')
    return str(answer['Body'].read().decode())


@with_account_context
async def answer_dict(target_account_id: TargetAccountId = None) -> Dict[str, Any]:
    """Answer with a dict."""
    return {'account': account_cache_key()}


@with_account_context
async def answer_model(target_account_id: TargetAccountId = None) -> Answer:
    """Answer with a model."""
    return Answer(count=1)


@with_account_context
def answer_text(target_account_id: TargetAccountId = None) -> str:
    """Answer with text."""
    return account_cache_key()


@with_account_context
def answer_list(target_account_id: TargetAccountId = None) -> List[str]:
    """Answer with a list."""
    return [account_cache_key()]


@with_account_context
def answer_union(target_account_id: TargetAccountId = None) -> Union[Answer, Dict[str, int]]:
    """Answer with one thing or another."""
    return Answer(count=2)


@with_account_context
def answer_nothing(target_account_id: TargetAccountId = None):  # type: ignore[no-untyped-def]
    """Answer with no annotation."""
    return account_cache_key()


@with_account_context
async def answer_result(target_account_id: TargetAccountId = None) -> CallToolResult:
    """Answer with a result."""
    content = [{'type': 'text', 'text': account_cache_key()}]
    return CallToolResult.model_validate({'content': content})


@with_account_context(format_response)
async def formatted(target_account_id: TargetAccountId = None) -> Dict[str, Any]:
    """Answer through format_response."""
    return format_response('ok', account_cache_key())


@with_account_context
async def outer(expect: str, target_account_id: TargetAccountId = None) -> str:
    """Call another tool, without naming the account again."""
    return await work(None, 1, expect)


async def inline_dict(target_account_id: TargetAccountId = None) -> Dict[str, Any]:
    """Switch in the written-out form."""
    try:
        setup = await _setup_account_context(target_account_id)
    except CredentialExtractionError as error:
        return account_error_payload(error)
    return {'account': account_cache_key(), 'setup': setup}


def inline_sync(target_account_id: TargetAccountId = None) -> str:
    """Switch in the written-out form, in a sync tool."""
    try:
        _setup_account_context_sync(target_account_id)
    except CredentialExtractionError as error:
        raise account_tool_error(error)
    return account_cache_key()


async def inline_result(target_account_id: TargetAccountId = None) -> CallToolResult:
    """Switch in the written-out form, and answer with a result."""
    try:
        await _setup_account_context(target_account_id)
    except CredentialExtractionError as error:
        if LIBRARY == 'fastmcp':
            raise account_tool_error(error)
        return account_call_tool_result(error)
    content = [{'type': 'text', 'text': account_cache_key()}]
    return CallToolResult.model_validate({'content': content})


TOOLS = (
    work, work_sync, big, outer, formatted, inline_dict, inline_sync, inline_result,
    answer_dict, answer_model, answer_text, answer_list, answer_union, answer_nothing,
    answer_result,
)  # fmt: skip


def whose_resource() -> str:
    """Say whose key signs for a resource."""
    return _signer(shared, '100000000000')


async def whose_prompt() -> str:
    """Say whose key signs for a prompt."""
    return await asyncio.to_thread(_signer, shared, '100000000000')


class Verifier:
    """Take `subject|account,account` for a verified token."""

    async def verify_token(self, token: str) -> Any:
        """Return what the token says."""
        if LIBRARY == 'fastmcp':
            from fastmcp.server.auth import AccessToken
        else:
            from mcp.server.auth.provider import AccessToken
        subject, accounts = token.split('|')
        claims = {'sub': subject, 'accounts': accounts.split(',')}
        if 'claims' in AccessToken.model_fields:
            return AccessToken(token=token, client_id='c', scopes=[], claims=claims)

        # Before mcp had claims, a server kept them on a class of its own.
        class TokenWithClaims(AccessToken):
            claims: Dict[str, Any]

        return TokenWithClaims(token=token, client_id='c', scopes=[], claims=claims)


def _auth() -> Dict[str, Any]:
    if not os.environ.get('ACME_AUTH'):
        return {}
    if LIBRARY == 'fastmcp':
        from fastmcp.server.auth import TokenVerifier

        return {'auth': type('V', (Verifier, TokenVerifier), {})()}
    from mcp.server.auth.settings import AuthSettings

    settings = AuthSettings(
        issuer_url='https://issuer.example',
        resource_server_url='http://127.0.0.1',
        required_scopes=[],
    )  # type: ignore[arg-type]
    return {'auth': settings, 'token_verifier': Verifier()}


def main() -> None:
    """Serve."""
    http = {
        'host': '127.0.0.1',
        'port': int(PORT[0]) if PORT else 0,
        'stateless_http': not os.environ.get('ACME_STATEFUL'),
    }
    is_mcp_1 = FastMCP.__module__.startswith('mcp.server.fastmcp')
    server = FastMCP('acme', **_auth(), **(http if is_mcp_1 and PORT else {}))
    for tool in TOOLS:
        server.tool()(tool)
    server.resource('accounts://current')(whose_resource)
    server.prompt()(whose_prompt)
    if TRANSPORT == 'stdio':
        server.run(transport='stdio')
    else:
        server.run(transport='streamable-http', **({} if is_mcp_1 else http))


if __name__ == '__main__':
    main()
