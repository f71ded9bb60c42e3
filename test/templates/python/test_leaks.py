"""Ten thousand calls leave nothing behind: no memory, no threads, no connections."""

import asyncio
import gc
import logging
import threading
import tracemalloc
from conftest import A, B, Endpoint
from cred_extract_services import TargetAccountId, account_cache_key, with_account_context
from cred_extract_services.credential_extractor import THREADS
from support.proxy import proxy
from typing import Any
from urllib.parse import urlsplit


CALLS = 10_000


@with_account_context
async def tool(target_account_id: TargetAccountId = None) -> str:
    await asyncio.sleep(0)
    return account_cache_key()


async def call(number: int) -> None:
    target = (None, A, B, '999999999999')[number % 4]
    try:
        assert await tool(target) == (target or 'default')
    except Exception as error:
        assert target == '999999999999', error


async def calls(number: int) -> None:
    for start in range(0, number, 100):
        await asyncio.gather(*(call(each) for each in range(start, start + 100)))


def test_ten_thousand_calls_leave_nothing_behind(
    database: str, aws: Endpoint, monkeypatch: Any
) -> None:
    # pytest keeps every log record.
    monkeypatch.setattr(logging.getLogger('cred_extract_services'), 'disabled', True)
    logging.getLogger('cred_extract_services.telemetry').disabled = True
    parts = urlsplit(database)
    with proxy((str(parts.hostname), parts.port or 0)) as between:
        monkeypatch.setenv('DATABASE_URL', database.replace(str(parts.port), str(between.port)))
        asyncio.run(calls(1000))
        gc.collect()
        threads = threading.active_count()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        asyncio.run(calls(CALLS))
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        opened = between.opened
    logging.getLogger('cred_extract_services.telemetry').disabled = False
    # Whatever a call left behind would be larger than this.
    assert grown / CALLS < 100
    assert threading.active_count() <= threads + 2 * THREADS
    assert opened <= 10
    assert len(aws.records('AssumeRole')) == 1
