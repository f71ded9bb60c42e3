"""What a server remembers of AWS is remembered for each account."""

import pytest
from conftest import A, B, Endpoint, make_s3
from cred_extract_services import (
    TargetAccountId,
    account_cache_key,
    cache_per_account,
    run_in_account,
    with_account_context,
)
from functools import cache, lru_cache
from typing import Any, List, Optional


TARGETS: List[Optional[str]] = [A, B, None, A, B, None]


def test_a_cached_answer_is_the_accounts_own(aws: Endpoint) -> None:
    shared = make_s3(aws.url)

    @lru_cache(maxsize=256)
    def mixed() -> str:
        return str(shared.list_buckets()['Owner']['ID'])

    @cache_per_account
    @lru_cache(maxsize=256)
    def owner(*_: Any, **__: Any) -> str:
        return str(shared.list_buckets()['Owner']['ID'])

    @with_account_context
    def tool(work: Any, target_account_id: TargetAccountId = None) -> str:
        return str(work())

    # As it is without the decorator: the first one's answer for everybody.
    assert [tool(mixed, target) for target in TARGETS] == [A] * 6
    before = len(aws.records('GET'))
    told = [tool(owner, target) for target in TARGETS]
    assert told == [A, B, '100000000000'] * 2
    assert len(aws.records('GET')) == before + 3
    info: Any = owner
    assert info.cache_info().hits == 1
    assert info.cache_parameters() == {'maxsize': 256, 'typed': False}
    info.cache_clear()
    assert tool(owner, A) == A
    assert len(aws.records('GET')) == before + 4


def test_the_caches_are_bounded_and_the_function_stays_what_it_is() -> None:
    @cache_per_account
    @cache
    def answer(number: int) -> int:
        """Answer."""
        return number

    assert (answer.__name__, answer.__doc__, answer(1)) == ('answer', 'Answer.', 1)
    with pytest.raises(TypeError, match='lru_cache'):
        cache_per_account(lambda: 1)


def test_a_key_is_never_anothers(aws: Endpoint) -> None:
    kept: List[Any] = []
    run_in_account(A, lambda: kept.append(lambda: account_cache_key()))
    assert run_in_account(B, kept[0]) == B
    assert account_cache_key() == 'default'
