"""What tools do with AWS, in all the ways that could lose the account.

Each request names the account that it must be signed with (`expect-<account>`), so that the endpoint
can tell a wrong one. `make` is called for a client for each call; `shared` is one made at start-up.
"""

import asyncio
import io
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Awaitable, Callable, List


Work = Callable[[Any, str], Any]


def list_pages(client: Any, account: str) -> None:
    """Page through a bucket."""
    pages = client.get_paginator('list_objects_v2').paginate(Bucket=f'expect-{account}')
    assert len(list(pages)) == 2


def wait_for_object(client: Any, account: str) -> None:
    """Wait for an object."""
    client.get_waiter('object_exists').wait(Bucket=f'expect-{account}', Key='waited')


def presign(client: Any, account: str) -> None:
    """Sign a URL, and have somebody else fetch it."""
    request = {'Bucket': f'expect-{account}', 'Key': 'presigned'}
    url = client.generate_presigned_url('get_object', Params=request)
    with urllib.request.urlopen(url) as answer:
        assert answer.read().decode() == account


def upload(client: Any, account: str) -> None:
    """Upload in parts, which boto3 does in threads of its own."""
    from boto3.s3.transfer import TransferConfig

    config = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    client.upload_fileobj(io.BytesIO(bytes(6 << 20)), f'expect-{account}', 'big', Config=config)


def get(client: Any, account: str) -> None:
    """Read an object."""
    answer = client.get_object(Bucket=f'expect-{account}', Key='k')
    assert answer['Body'].read().decode() == account


def in_pool(client: Any, account: str) -> None:
    """Work in a thread pool of the tool's own."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: get(client, account), range(2)))


def sign_by_hand(client: Any, account: str) -> None:
    """Sign a request as servers do that don't use a client: with the session's credentials."""
    import boto3
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    url = f'{client.meta.endpoint_url}/expect-{account}/by-hand'
    request = AWSRequest('GET', url)
    credentials = boto3.session.Session().get_credentials()
    SigV4Auth(credentials, 's3', 'us-east-1').add_auth(request)
    by_hand = urllib.request.Request(url, headers=dict(request.headers))
    with urllib.request.urlopen(by_hand) as answer:
        assert answer.read().decode() == account


QUICK: List[Work] = [get, list_pages, presign, wait_for_object, sign_by_hand, in_pool]


async def to_thread(work: Work, client: Any, account: str) -> None:
    """Work in a thread of asyncio's."""
    await asyncio.to_thread(work, client, account)


async def in_executor(work: Work, client: Any, account: str) -> None:
    """Work in an executor, which doesn't inherit the context by itself."""
    await asyncio.get_running_loop().run_in_executor(None, work, client, account)


async def in_task(work: Work, client: Any, account: str) -> None:
    """Work in a task, after another had its turn."""

    async def later() -> None:
        await asyncio.sleep(0)
        work(client, account)

    await asyncio.create_task(later())


WAYS: List[Callable[[Work, Any, str], Awaitable[None]]] = [to_thread, in_executor, in_task]
