"""Work that a call starts and that goes on without it: bound to the account, or refused."""

import asyncio
import pytest
import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from conftest import BASE, A, B, Endpoint, make_s3
from cred_extract_services import (
    LostAccountContextError,
    TargetAccountId,
    account_cache_key,
    as_server_identity,
    bind_account,
    run_in_account,
    with_account_context,
)
from typing import Any, Callable, List, Optional


TARGETS: List[Optional[str]] = [A, B, None, B, A]


def signer(url: str) -> str:
    """Return the account that signs a request now, or that it is refused."""
    try:
        answer = make_s3(url).get_object(Bucket='bucket', Key='k')
    except LostAccountContextError as error:
        return 'bind_account' if 'bind_account' in str(error) else 'refused'
    return str(answer['Body'].read().decode())


@with_account_context
async def call(work: Callable[[], Any], target_account_id: TargetAccountId = None) -> Any:
    result = work()
    return await result if asyncio.iscoroutine(result) else result


async def test_a_queue_worker_of_the_first_call_signs_for_nobody(aws: Endpoint) -> None:
    jobs: 'asyncio.Queue[Any]' = asyncio.Queue()
    workers: List[Any] = []

    async def serve() -> None:
        while True:
            done = await jobs.get()
            done.set_result(signer(aws.url))

    async def enqueue() -> str:
        if not workers:
            workers.append(asyncio.create_task(serve()))
        done = asyncio.get_running_loop().create_future()
        await jobs.put(done)
        return str(await done)

    told = [await call(enqueue, target) for target in TARGETS]
    workers[0].cancel()
    # The first call waits for its own job, which is its own; the worker then outlives it.
    assert told == [A, *['bind_account'] * 4]


async def test_work_bound_by_each_call_is_each_calls(aws: Endpoint) -> None:
    jobs: 'queue.SimpleQueue[Any]' = queue.SimpleQueue()

    def serve() -> None:
        while (job := jobs.get()) is not None:
            done, work = job
            done.set_result(work())

    worker = threading.Thread(target=serve)
    worker.start()

    async def enqueue() -> str:
        done: 'Future[str]' = Future()
        jobs.put((done, bind_account(lambda: signer(aws.url))))
        return await asyncio.wrap_future(done)

    told = [await call(enqueue, target) for target in TARGETS]
    jobs.put(None)
    worker.join()
    assert told == [target or BASE for target in TARGETS]


async def test_a_batch_that_a_timer_runs_later_is_refused_unless_bound(aws: Endpoint) -> None:
    told: 'asyncio.Queue[str]' = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def flush() -> None:
        told.put_nowait(signer(aws.url))

    def schedule() -> None:
        loop.call_soon(flush)
        loop.call_soon(bind_account(flush))

    for target in (A, B):
        await call(schedule, target)
        assert [await told.get(), await told.get()] == ['bind_account', target]


async def test_a_task_that_outlives_its_call_is_refused_unless_bound(aws: Endpoint) -> None:
    gate = asyncio.Event()

    async def later() -> str:
        await gate.wait()
        return await asyncio.to_thread(signer, aws.url)

    def start() -> Any:
        return [asyncio.create_task(later()), asyncio.create_task(bind_account(later)())]

    tasks = [task for target in (A, B, None) for task in await call(start, target)]
    gate.set()
    # Without a named account there is none to act in wrongly.
    told = ['bind_account', A, 'bind_account', B, BASE, BASE]
    assert await asyncio.gather(*tasks) == told


async def test_a_thread_pool_job_that_outlives_its_call_is_refused(aws: Endpoint) -> None:
    gate = threading.Event()

    def later() -> str:
        gate.wait()
        return signer(aws.url)

    with ThreadPoolExecutor(2) as pool:
        late = [await call(lambda: pool.submit(later), target) for target in (A, None)]
        gate.set()
    assert [each.result() for each in late] == ['bind_account', BASE]


async def test_what_outlives_its_call_gets_no_cache_key_and_may_call_tools(aws: Endpoint) -> None:
    gate = asyncio.Event()

    async def later() -> List[str]:
        await gate.wait()
        with pytest.raises(LostAccountContextError):
            account_cache_key()
        keys = [run_in_account(B, account_cache_key)]
        keys.append(await call(account_cache_key, A))
        with as_server_identity():
            keys.append(account_cache_key())
        return keys

    task = await call(lambda: asyncio.create_task(later()), A)
    gate.set()
    assert await task == [B, A, 'default']


async def test_the_servers_own_work_says_so(aws: Endpoint) -> None:
    gate = asyncio.Event()

    async def refresh() -> str:
        await gate.wait()
        return await asyncio.to_thread(signer, aws.url)

    lost = asyncio.create_task(refresh())
    with as_server_identity():
        own = asyncio.create_task(refresh())
    await call(lambda: None, A)
    gate.set()
    assert await lost == 'bind_account'
    assert await own == BASE
