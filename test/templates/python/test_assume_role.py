"""AssumeRole: what is sent, what is kept, and what happens when STS fails."""

import asyncio
import contextlib
import pytest
import sys
import threading
from conftest import BASE, A, B, C, Endpoint, make_s3, short_limit
from cred_extract_services import (
    AssumeRoleError,
    CredentialExtractionError,
    TargetAccountId,
    extract_aws_credentials,
    query_account,
    with_account_context,
)
from cred_extract_services.accounts import Account
from cred_extract_services.aws_client import assume_role
from cred_extract_services.calls import session_name
from cred_extract_services.context_manager import credentials_scope
from cred_extract_services.credential_extractor import extract_aws_credentials_async
from typing import Any, List


@pytest.mark.parametrize(
    ('tool', 'caller', 'name'),
    [
        ('list_buckets', None, 'acme.list_buckets'),
        ('list_buckets', 'alice@example.com', 'acme.list_buckets.alice@example.com'),
        ('list buckets/é', 'a b', 'acme.list-buckets-.a-b'),
        ('t' * 99, 'c' * 99, f'acme.{"t" * 24}.{"c" * 34}'),
    ],
)
def test_a_session_is_named_after_server_tool_and_caller(
    monkeypatch: pytest.MonkeyPatch, tool: str, caller: Any, name: str
) -> None:
    monkeypatch.setenv('MCP_SERVER_NAME', 'acme')
    assert session_name(tool, caller) == name
    assert 2 <= len(name) <= 64


def test_many_callers_share_one_request(aws: Endpoint) -> None:
    keys: List[str] = []
    threads = [
        threading.Thread(target=lambda: keys.append(extract_aws_credentials(B).access_key_id))
        for _ in range(50)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 50
    assert len(set(keys)) == len(aws.records('AssumeRole')) == 1


def test_whatever_changes_the_session_makes_another(aws: Endpoint) -> None:
    first = extract_aws_credentials(B, 'one')
    assert extract_aws_credentials(B, 'one') is first
    assert extract_aws_credentials(B, 'two') != first
    assert extract_aws_credentials(C, 'one').account_id == C
    assert len(aws.records('AssumeRole')) == 3


def test_a_session_is_renewed_five_minutes_before_its_end(aws: Endpoint) -> None:
    aws.reset(external_ids={B: 'external-id-of-acme'}, session_seconds=310)
    first = extract_aws_credentials(B)
    assert extract_aws_credentials(B) is first
    aws.reset(external_ids={B: 'external-id-of-acme'}, session_seconds=290)
    from cred_extract_services.credential_extractor import forget_credentials

    forget_credentials()
    assert extract_aws_credentials(B) is not extract_aws_credentials(B)


def test_a_call_that_outlives_its_session_goes_on_with_a_new_one(aws: Endpoint) -> None:
    aws.reset(external_ids={B: 'external-id-of-acme'}, session_seconds=60)
    client = make_s3(aws.url)
    credentials = extract_aws_credentials(B)
    with credentials_scope(credentials):
        client.get_object(Bucket=f'expect-{B}', Key='k')
    assert len(aws.records('AssumeRole')) == 2
    assert aws.wrong() == []


@pytest.mark.parametrize(
    ('sts', 'detail'),
    [
        ('deny', 'AccessDenied'),
        ('throttle', 'Throttling'),
        ('never', 'ReadTimeoutError'),
        ('wrong-account', 'the registered role belongs to another account'),
    ],
)
def test_sts_failures_are_typed_and_not_remembered(aws: Endpoint, sts: str, detail: str) -> None:
    # The account is known by then: a short limit is for STS alone, not for the database before it.
    aws.reset(external_ids={B: 'external-id-of-acme'}, sts='deny')
    with pytest.raises(AssumeRoleError):
        extract_aws_credentials(B)
    aws.reset(external_ids={B: 'external-id-of-acme'}, sts=sts)
    impatient = short_limit('0.5') if sts == 'never' else contextlib.nullcontext()
    with impatient, pytest.raises(AssumeRoleError) as raised:
        extract_aws_credentials(B)
    assert raised.value.detail in (detail, 'no answer within the time limit')
    aws.reset(external_ids={B: 'external-id-of-acme'})
    assert extract_aws_credentials(B).account_id == B


def test_a_wrong_external_id_is_refused(aws: Endpoint) -> None:
    aws.reset(external_ids={B: 'another'})
    with pytest.raises(AssumeRoleError):
        extract_aws_credentials(B)


def test_the_limit_holds_for_the_whole_of_a_call(aws: Endpoint) -> None:
    aws.reset(sts='never')
    with short_limit('0.1'), pytest.raises(CredentialExtractionError):
        asyncio.run(extract_aws_credentials_async(B))


async def test_a_cancelled_call_takes_nothing_from_the_others(aws: Endpoint) -> None:
    client = make_s3(aws.url)

    @with_account_context
    async def tool(target_account_id: TargetAccountId = None) -> str:
        answer = await asyncio.to_thread(client.get_object, Bucket=f'expect-{B}', Key='k')
        return str(answer['Body'].read().decode())

    calls = [asyncio.create_task(tool(B)) for _ in range(10)]
    await asyncio.sleep(0)
    for call in calls[::2]:
        call.cancel()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert answers[1::2] == [B] * 5
    assert all(isinstance(answer, asyncio.CancelledError) for answer in answers[::2])
    names = [record['RoleSessionName'] for record in aws.records('AssumeRole')]
    assert names.count(session_name('tool', None)) == 1
    assert await tool(B) == B


def test_sts_is_asked_in_the_servers_region_at_its_own_endpoint(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cred_extract_services.aws_client import base_client

    extract_aws_credentials(B)
    assert aws.records('AssumeRole')[0]['region'] == 'us-east-1'
    monkeypatch.delenv('AWS_ENDPOINT_URL')
    monkeypatch.setenv('AWS_REGION', 'eu-central-1')
    url = base_client('sts').meta.endpoint_url
    assert url == 'https://sts.eu-central-1.amazonaws.com'
    monkeypatch.delenv('AWS_REGION')
    monkeypatch.delenv('AWS_DEFAULT_REGION')
    assert 'ap-south-1' in base_client('sts', 'ap-south-1').meta.endpoint_url
    assert 'us-east-1' in base_client('sts').meta.endpoint_url


@pytest.mark.parametrize(
    ('role_partition', 'account_region', 'server_region', 'asked'),
    [
        ('aws', 'eu-west-1', 'us-east-1', 'us-east-1'),
        ('aws', 'eu-west-1', None, 'eu-west-1'),
        ('aws-cn', 'cn-northwest-1', 'us-east-1', 'cn-northwest-1'),
        ('aws-cn', 'us-east-1', 'us-east-1', 'cn-north-1'),
        ('aws-cn', 'cn-north-1', 'cn-northwest-1', 'cn-northwest-1'),
        ('aws-us-gov', 'us-gov-east-1', None, 'us-gov-east-1'),
        ('aws-us-gov', 'us-east-1', None, 'us-gov-west-1'),
    ],
)
def test_a_role_is_assumed_in_its_own_partition(
    aws: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    role_partition: str,
    account_region: str,
    server_region: Any,
    asked: str,
) -> None:
    arn = f'arn:{role_partition}:iam::{C}:role/r'
    for name in ('AWS_REGION', 'AWS_DEFAULT_REGION'):
        monkeypatch.delenv(name)
    if server_region:
        monkeypatch.setenv('AWS_REGION', server_region)
    account = Account(C, 'c', 'iam_role', account_region, arn)
    assert assume_role(account, 'inner').region == account_region
    (record,) = aws.records('AssumeRole')
    assert (record['RoleArn'], record['region']) == (arn, asked)


def test_partitions_have_endpoints_of_their_own(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cred_extract_services.aws_client import base_client

    monkeypatch.delenv('AWS_ENDPOINT_URL')
    url = base_client('sts', 'cn-north-1').meta.endpoint_url
    assert url == 'https://sts.cn-north-1.amazonaws.com.cn'
    assert 'us-gov-west-1' in base_client('sts', 'us-gov-west-1').meta.endpoint_url


@pytest.mark.parametrize(
    ('keys', 'error_type'),
    [
        ({'AKIAACCOUNTA': {'account': C, 'secret': 'secret-of-account-a'}}, 'credential_error'),
        ({'AKIAACCOUNTA': {'account': A, 'secret': 'another'}}, 'credential_error'),
        ({}, 'credential_error'),
    ],
)
def test_keys_that_are_not_the_accounts_own_are_refused(
    aws: Endpoint, keys: Any, error_type: str
) -> None:
    aws.reset(keys=keys)
    with pytest.raises(CredentialExtractionError) as raised:
        extract_aws_credentials(A)
    assert raised.value.error_type == error_type
    assert 'keys' in raised.value.detail
    aws.reset()
    for _ in range(3):
        assert extract_aws_credentials(A).account_id == A
    assert len(aws.records('GetCallerIdentity')) == 1


def test_keys_that_cannot_be_checked_are_not_used(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1')
    with pytest.raises(AssumeRoleError):
        extract_aws_credentials(A)


def test_a_role_is_assumed_as_base_from_within_another_account(aws: Endpoint) -> None:
    with credentials_scope(extract_aws_credentials(A)):
        assume_role(query_account(B), 'inner')
    assert [record['account'] for record in aws.records('AssumeRole')] == [BASE]


def test_an_account_without_its_keys_is_a_credential_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv('TARGET_ACCOUNTS', f'[{{"account_id": "{A}"}}]')
    with pytest.raises(CredentialExtractionError) as raised:
        extract_aws_credentials(A)
    assert raised.value.error_type == 'credential_error'
    with pytest.raises(CredentialExtractionError):
        extract_aws_credentials('')


def test_an_unforeseen_error_is_typed_and_says_only_its_name(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cred_extract_services.credential_extractor import WaitingCache

    def fail() -> Account:
        raise ZeroDivisionError('a secret')

    cache: WaitingCache[str, Account] = WaitingCache('test', lambda _: True)
    error = cache.request('k', fail).exception()
    assert isinstance(error, CredentialExtractionError)
    assert error.detail == 'ZeroDivisionError'
    assert 'a secret' not in repr(error.__dict__)


def test_what_was_forgotten_while_it_was_asked_for_is_not_kept() -> None:
    from cred_extract_services.credential_extractor import WaitingCache

    cache: WaitingCache[str, str] = WaitingCache('test', lambda _: True)
    answer = threading.Event()

    def old() -> str:
        answer.wait()
        return 'old'

    asked = cache.request('k', old)
    cache.clear()
    assert cache.request('k', lambda: 'new').result() == 'new'
    answer.set()
    assert asked.result() == 'old'
    assert cache.request('k', lambda: 'newer').result() == 'new'


def test_the_cache_is_bounded() -> None:
    from cred_extract_services.credential_extractor import MAX_ENTRIES, WaitingCache

    cache: WaitingCache[int, int] = WaitingCache('test', lambda _: True)
    for number in range(MAX_ENTRIES + 10):
        cache.request(number, lambda: 1).result()
    assert cache.request(MAX_ENTRIES, lambda: 2).result() == 1
    assert cache.request(0, lambda: 2).result() == 2


def test_however_many_keys_are_asked_for_the_threads_stay_few() -> None:
    from cred_extract_services.credential_extractor import THREADS, GivenUpError, WaitingCache

    cache: WaitingCache[int, int] = WaitingCache('crowd', lambda _: True)
    gate = threading.Event()

    def make() -> int:
        gate.wait()
        return 1

    asked = [cache.request(number, make) for number in range(300)]
    crowd = [each for each in threading.enumerate() if each.name == 'crowd']
    assert len(crowd) == THREADS
    cache.give_up(299, asked[299])
    gate.set()
    assert [each.result() for each in asked[:299]] == [1] * 299
    # What nobody waits for any more isn't begun.
    assert isinstance(asked[299].exception(), GivenUpError)


@pytest.mark.filterwarnings('ignore::pytest.PytestUnhandledThreadExceptionWarning')
def test_no_request_waits_behind_a_thread_that_has_just_taken_another() -> None:
    from cred_extract_services.credential_extractor import THREADS, _Threads

    interval = sys.getswitchinterval()
    # So that threads change between any two steps.
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(300):
            threads = _Threads('race')
            for _ in range(3):
                threads.run(lambda: None)
            barrier = threading.Barrier(THREADS + 1)
            for _ in range(THREADS):
                threads.run(barrier.wait)
            # With fewer threads than requests, nobody would ever get past it.
            barrier.wait(60)
            for _ in range(THREADS):
                threads.run(sys.exit)
    finally:
        sys.setswitchinterval(interval)
