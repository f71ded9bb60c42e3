"""A server whose tools are given values that sign: `dependent_server.py <library> [port]`.

fastmcp resolves `Depends(...)`, mcp 2 `Resolve(...)`, before a tool's own body runs.
"""

import asyncio
import boto3
import functools
import os
import sys
from acme.cred_extract_services import TargetAccountId, with_account_context
from botocore.config import Config
from typing import Annotated, Any, AsyncIterator, List


CONFIG = Config(signature_version='s3v4')
LIBRARY, *PORT = sys.argv[1:]
resolved: List[str] = []


def key() -> str:
    """Sign with a client made now; return the key."""
    return key_of(boto3.session.Session().client('s3', region_name='us-east-1', config=CONFIG))


def key_of(client: Any) -> str:
    """Sign with a client; return the key."""
    url: str = client.generate_presigned_url('list_buckets')
    return url.split('Credential=')[1].split('%2F')[0]


def sync_key() -> str:
    """Be a sync dependency."""
    resolved.append('sync')
    return key()


async def async_key() -> str:
    """Be an async dependency that works in a thread."""
    resolved.append('async')
    return await asyncio.get_running_loop().run_in_executor(None, key)


class Signer:
    """A dependency that is an object with a client of its own."""

    def __init__(self) -> None:
        """Make the client at start."""
        self._client = boto3.session.Session().client('s3', region_name='us-east-1', config=CONFIG)

    def __call__(self) -> str:
        """Sign with it."""
        return key_of(self._client)


signer = Signer()
of_partial = functools.partial(key_of, signer._client)


def tools_of_fastmcp() -> Any:
    """Return a server of fastmcp."""
    from contextlib import asynccontextmanager
    from fastmcp import FastMCP
    from fastmcp.dependencies import CurrentContext, Depends

    server = FastMCP('dependent')

    def nested(inner: str = Depends(sync_key)) -> str:
        return f'{inner} {key()}'

    @asynccontextmanager
    async def opened() -> AsyncIterator[str]:
        yield key()
        resolved.append(f'closed {key()}')

    @server.tool
    @with_account_context
    async def given(
        target_account_id: TargetAccountId = None,
        first: str = Depends(sync_key),
        second: str = Depends(async_key),
        third: str = Depends(opened),
    ) -> str:
        return ' '.join([first, second, third, key()])

    @server.tool
    @with_account_context
    def given_sync(
        target_account_id: TargetAccountId = None, first: str = Depends(sync_key)
    ) -> str:
        return f'{first} {key()}'

    @server.tool
    @with_account_context
    async def given_shapes(
        context: Any = CurrentContext(),
        target_account_id: TargetAccountId = None,
        first: str = Depends(nested),
        second: str = Depends(signer),
        third: str = Depends(of_partial),
        fourth: str = Depends(lambda: key()),
    ) -> str:
        return ' '.join([first, second, third, fourth, key()])

    return server


def tools_of_mcp_2() -> Any:
    """Return a server of mcp 2."""
    from mcp.server.mcpserver import MCPServer, Resolve

    server = MCPServer('dependent')

    def nested(inner: Annotated[str, Resolve(sync_key)]) -> str:
        return f'{inner} {key()}'

    @server.tool()
    @with_account_context
    async def given(
        first: Annotated[str, Resolve(sync_key)],
        second: Annotated[str, Resolve(async_key)],
        target_account_id: TargetAccountId = None,
    ) -> str:
        return ' '.join([first, second, key()])

    @server.tool()
    @with_account_context
    def given_sync(
        first: Annotated[str, Resolve(sync_key)], target_account_id: TargetAccountId = None
    ) -> str:
        return f'{first} {key()}'

    @server.tool()
    @with_account_context
    async def given_shapes(
        first: Annotated[str, Resolve(nested)],
        second: Annotated[str, Resolve(signer.__call__)],
        target_account_id: TargetAccountId = None,
    ) -> str:
        return ' '.join([first, second, key()])

    return server


server = tools_of_fastmcp() if LIBRARY == 'fastmcp' else tools_of_mcp_2()


@server.tool()
def seen() -> str:
    """Say which dependencies were resolved since the last time."""
    told = ','.join(resolved)
    resolved.clear()
    return told or 'nothing'


if __name__ == '__main__':
    os.environ.setdefault('FASTMCP_SHOW_SERVER_BANNER', 'false')
    server.run()
