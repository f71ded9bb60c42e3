"""Print, as JSON, what one call of a wrapped tool takes, in microseconds: medians of 20,000 calls each."""

import asyncio
import json
import statistics
import time
from cred_extract_services import TargetAccountId, with_account_context


CALLS = 20_000


async def plain(name: str, target_account_id: TargetAccountId = None) -> str:
    """Answer at once, so that only the call itself is measured."""
    return name


wrapped = with_account_context(plain)


async def median_of(call) -> float:
    """Return the median time of one awaited call, in microseconds."""
    samples = []
    for _ in range(CALLS):
        start = time.perf_counter_ns()
        await call()
        samples.append(time.perf_counter_ns() - start)
    return statistics.median(samples) / 1000


async def main() -> None:
    """Measure the three calls side by side."""
    await wrapped('warm', target_account_id='111111111111')
    figures = {
        'unwrapped': await median_of(lambda: plain('a')),
        'default': await median_of(lambda: wrapped('a')),
        'cached': await median_of(lambda: wrapped('a', target_account_id='111111111111')),
    }
    print(json.dumps(figures))


asyncio.run(main())
