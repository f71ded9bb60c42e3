"""A server whose lifespan, resources and prompts sign, over stdio or HTTP: `… <library> [port]`."""

import asyncio
import boto3
import sys
from acme.cred_extract_services import TargetAccountId, with_account_context
from botocore.config import Config
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, List


LIBRARY, *PORT = sys.argv[1:]
if LIBRARY == 'fastmcp':
    from fastmcp import FastMCP
else:
    try:
        from mcp.server.fastmcp import FastMCP
    except ImportError:
        from mcp.server.mcpserver import MCPServer as FastMCP

CLIENT = boto3.session.Session().client('s3', config=Config(signature_version='s3v4'))
told: List[str] = []


def key() -> str:
    """Sign, and return the key or the error."""
    try:
        url: str = CLIENT.generate_presigned_url('list_buckets')
    except Exception as error:
        return type(error).__name__
    return url.split('Credential=')[1].split('%2F')[0]


async def refresh(gate: asyncio.Event) -> None:
    """Sign in the background, when the first request has come."""
    await gate.wait()
    told.append(f'task {key()}')


gates: List[asyncio.Event] = []


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Sign at the beginning and at the end."""
    told.append(f'begin {key()}')
    gates.append(asyncio.Event())
    task = asyncio.create_task(refresh(gates[-1]))
    yield
    task.cancel()
    told.append(f'end {key()}')


server: Any = FastMCP('background', lifespan=lifespan)


@server.tool()
@with_account_context
async def answer(target_account_id: TargetAccountId = None) -> str:
    """Say what signed so far, and who signs now."""
    gates[-1].set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return ','.join([*told, f'tool {key()}'])


@server.resource('keys://executor')
async def in_executor() -> str:
    """Sign in an executor, which a resource may."""
    return await asyncio.get_running_loop().run_in_executor(None, key)


@server.prompt()
async def prompt_in_executor() -> str:
    """Sign in an executor, which a prompt may."""
    return await asyncio.get_running_loop().run_in_executor(None, key)


if __name__ == '__main__':
    server.run()
