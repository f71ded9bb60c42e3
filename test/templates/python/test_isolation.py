"""Five hundred calls at once, over three accounts and the default: no request signed by another.

The same calls against the way of the guide, which writes the process's environment, show that the
test catches the fault.
"""

import asyncio
import contextvars
import os
import pytest
from conftest import BASE, A, B, C, Endpoint, make_s3
from cred_extract_services import (
    LostAccountContextError,
    TargetAccountId,
    extract_aws_credentials,
    with_account_context,
)
from cred_extract_services.context_manager import note_request
from support import workloads
from typing import Any, Callable, List, Optional


CALLS = 500
TARGETS: List[Optional[str]] = [None, A, B, C]


async def run_calls(tool: Callable[[int, Optional[str]], Any], calls: int) -> None:
    """Make calls at once, each in a context of its own, as an MCP server does."""
    slots = asyncio.Semaphore(40)

    async def call(number: int) -> None:
        async with slots:
            await tool(number, TARGETS[number % 4])

    context = contextvars.copy_context
    loop = asyncio.get_running_loop()
    tasks = [context().run(loop.create_task, call(number)) for number in range(calls)]
    await asyncio.gather(*tasks)


async def test_500_calls_at_once_sign_with_their_own_account(aws: Endpoint) -> None:
    shared = make_s3(aws.url)

    @with_account_context
    async def tool(number: int, target_account_id: TargetAccountId = None) -> None:
        client = shared if number % 2 else await asyncio.to_thread(make_s3, aws.url)
        work = workloads.QUICK[number // 4 % len(workloads.QUICK)]
        way = workloads.WAYS[number // 24 % len(workloads.WAYS)]
        await way(work, client, target_account_id or BASE)

    await run_calls(tool, CALLS)

    assert aws.wrong() == []
    seen = [record for record in aws.records() if 'expect-' in record['path']]
    assert len(seen) > CALLS
    assert {record['account'] for record in seen} == {BASE, A, B, C}


async def test_every_assume_role_is_signed_by_base_and_shared_by_the_calls(aws: Endpoint) -> None:
    shared = make_s3(aws.url)

    @with_account_context
    async def tool(number: int, target_account_id: TargetAccountId = None) -> None:
        await workloads.to_thread(workloads.get, shared, target_account_id or BASE)

    await run_calls(tool, 100)

    assumed = aws.records('AssumeRole')
    assert [record['account'] for record in assumed] == [BASE, BASE]
    assert sorted(record['RoleArn'].split(':')[4] for record in assumed) == [B, C]
    assert aws.wrong() == []


def test_sync_tools_in_threads_sign_with_their_own_account(aws: Endpoint) -> None:
    from concurrent.futures import ThreadPoolExecutor

    shared = make_s3(aws.url)

    @with_account_context
    def tool(number: int, target_account_id: TargetAccountId = None) -> None:
        work = workloads.QUICK[number // 4 % len(workloads.QUICK)]
        work(shared, target_account_id or BASE)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda number: tool(number, TARGETS[number % 4]), range(100)))

    assert aws.wrong() == []


def test_a_multipart_upload_is_signed_with_one_account_throughout(aws: Endpoint) -> None:
    shared = make_s3(aws.url)

    @with_account_context
    def tool(target_account_id: TargetAccountId = None) -> None:
        workloads.upload(shared, target_account_id or BASE)

    for target in TARGETS:
        tool(target_account_id=target)

    assert aws.wrong() == []
    parts = [record for record in aws.records('PUT') if record['path'].endswith('/big')]
    assert len(parts) == 8


async def test_the_guides_way_through_the_environment_is_caught(aws: Endpoint) -> None:
    shared = make_s3(aws.url)
    keys = {target: extract_aws_credentials(target) for target in (A, B, C)}
    names = ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN')
    before = {name: os.environ.get(name) for name in names}

    async def tool(number: int, target: Optional[str]) -> None:
        if target is not None:
            credentials = keys[target]
            os.environ['AWS_ACCESS_KEY_ID'] = credentials.access_key_id
            os.environ['AWS_SECRET_ACCESS_KEY'] = credentials.secret_access_key
            os.environ.pop('AWS_SESSION_TOKEN', None)
            if credentials.session_token:
                os.environ['AWS_SESSION_TOKEN'] = credentials.session_token
        await asyncio.sleep(0)
        client = shared if number % 2 else make_s3(aws.url)
        try:
            await asyncio.to_thread(client.get_object, Bucket=f'expect-{target or BASE}', Key='k')
        except Exception:
            # A key with another account's token: refused, and recorded as wrong.
            pass

    try:
        await run_calls(tool, 100)
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value

    assert len(aws.wrong()) > 25, 'a test that sees no fault here sees none anywhere'


def test_a_raw_thread_is_refused_rather_than_signed_by_another_account(aws: Endpoint) -> None:
    import threading

    shared = make_s3(aws.url)
    refused: List[BaseException] = []

    def work() -> None:
        try:
            workloads.get(shared, A)
        except LostAccountContextError as error:
            refused.append(error)

    @with_account_context
    def tool(target_account_id: TargetAccountId = None) -> None:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    for _ in range(50):
        tool(A)

    assert len(refused) == 50
    assert aws.wrong() == []


@pytest.mark.parametrize('target', TARGETS)
def test_no_account_is_ever_written_to_the_environment(
    aws: Endpoint, s3: Callable[[], Any], target: Optional[str]
) -> None:
    # Written once, when the first request is served: whose child a child is.
    note_request()
    before = dict(os.environ)

    @with_account_context
    def tool(target_account_id: TargetAccountId = None) -> None:
        workloads.get(s3(), target_account_id or BASE)
        assert dict(os.environ) == before

    tool(target)
    assert dict(os.environ) == before
