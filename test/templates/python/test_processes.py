"""Other processes: what signs there without an account that was handed over is refused."""

import multiprocessing
import os
import pytest
import subprocess
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from conftest import HERE, TEMPLATE, A, B, Endpoint
from cred_extract_services import (
    LostAccountContextError,
    TargetAccountId,
    account_cache_key,
    account_environment,
    run_in_account,
    with_account_context,
)
from support import children
from typing import Any, Callable, Iterator, List, Optional


TARGETS: List[Optional[str]] = [A, B, None]
KEYS = ['AKIAACCOUNTA', f'ASIA{B}', 'AKIABASE']
METHODS = multiprocessing.get_all_start_methods()


@with_account_context
def tool(work: Callable[[], Any], target_account_id: TargetAccountId = None) -> Any:
    return work()


def outcome(work: Callable[[], Any], target: Optional[str]) -> str:
    try:
        return str(tool(work, target))
    except LostAccountContextError:
        return 'refused'


@pytest.fixture(params=METHODS)
def early_pool(request: pytest.FixtureRequest, aws: Endpoint) -> Iterator[Executor]:
    """Return a pool that is there before the first call, with its worker."""
    with ProcessPoolExecutor(1, multiprocessing.get_context(request.param)) as pool:
        pool.submit(os.getpid).result()
        yield pool


def test_a_pool_made_at_start_up_signs_for_nobody(early_pool: Executor) -> None:
    def in_pool() -> str:
        return early_pool.submit(children.signing_key_with_services).result()

    assert [outcome(in_pool, target) for target in TARGETS] == ['refused'] * 3


@pytest.mark.parametrize('method', METHODS)
def test_a_pool_made_by_the_first_call_signs_for_nobody(aws: Endpoint, method: str) -> None:
    pools: List[Any] = []

    def in_pool() -> str:
        if not pools:
            pools.append(multiprocessing.get_context(method).Pool(1))
        return str(pools[0].apply(children.signing_key_with_services, (1,)))

    try:
        assert [outcome(in_pool, target) for target in TARGETS] == ['refused'] * 3
    finally:
        pools[0].terminate()


def test_an_account_that_is_handed_over_signs_in_a_pool(early_pool: Executor) -> None:
    def in_pool() -> str:
        work = (account_cache_key(), children.signing_key_with_services)
        return early_pool.submit(run_in_account, *work).result()

    told = [outcome(in_pool, target) for target in TARGETS * 2]
    assert all(key in each for key, each in zip(KEYS * 2, told))


def test_a_worker_may_serve_and_may_be_the_server(early_pool: Executor) -> None:
    served = [early_pool.submit(children.signing_key_of_tool, each).result() for each in TARGETS]
    assert all(key in each for key, each in zip(KEYS, served))
    assert early_pool.submit(children.signing_key_of_server).result() == 'AKIABASE'


@pytest.mark.parametrize('target', TARGETS)
def test_a_fork_signs_for_nobody(aws: Endpoint, target: Optional[str]) -> None:
    def in_fork() -> str:
        return children.in_fork(children.signing_key)

    assert tool(in_fork, target) == 'LostAccountContextError'
    handed = tool(lambda: children.in_fork(lambda: handed_over(target)), target)
    assert KEYS[TARGETS.index(target)] in handed


def handed_over(target: Optional[str]) -> str:
    return str(run_in_account(target, children.signing_key))


@pytest.mark.parametrize('target', TARGETS)
def test_a_program_gets_its_account_or_signs_for_nobody(
    aws: Endpoint, target: Optional[str]
) -> None:
    def program(environment: Any = None) -> str:
        command = [sys.executable, str(HERE / 'support' / 'children.py'), str(TEMPLATE)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        return done.stdout.strip() or done.stderr

    assert tool(program, target) == 'LostAccountContextError'
    handed = tool(lambda: program(account_environment()), target)
    assert KEYS[TARGETS.index(target)] in handed


@pytest.mark.parametrize('of', ['uvicorn', 'nobody'])
def test_the_worker_of_a_web_server_may_start_up(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    from multiprocessing import process

    def target() -> None: ...

    target.__module__ = f'{of}._subprocess'
    monkeypatch.setattr(process.current_process(), '_target', target, raising=False)
    monkeypatch.setattr(process, 'parent_process', lambda: object())
    if of == 'uvicorn':
        assert children.signing_key() == 'AKIABASE'
    else:
        with pytest.raises(LostAccountContextError, match='run_in_account'):
            children.signing_key()


async def test_an_account_is_handed_over_to_async_work(aws: Endpoint) -> None:
    async def work() -> str:
        return children.signing_key()

    assert f'ASIA{B}' in await run_in_account(B, work)
    assert await run_in_account('default', work) == 'AKIABASE'


def test_only_registered_and_listed_accounts_are_handed_over(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cred_extract_services import AccountAccessDeniedError, AccountNotFoundError

    with pytest.raises(AccountNotFoundError):
        run_in_account('999999999999', children.signing_key)
    monkeypatch.setenv('ALLOWED_TARGET_ACCOUNTS', A)
    with pytest.raises(AccountAccessDeniedError):
        run_in_account(B, children.signing_key)


def test_credentials_in_a_childs_environment_are_the_accounts_alone(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {
        'ENCRYPTION_KEY': 'k',
        'RDS_SECRET_NAME': 'rds',
        'ACCOUNTS_DATABASE_URL': 'postgresql://u:p@h/d',
        'TARGET_ACCOUNTS': os.environ['TARGET_ACCOUNTS'],
    }
    kept = {'DATABASE_URL': 'postgresql://u:p@h/of-the-server', 'AWS_PROFILE': 'own'}
    for name, value in {**secrets, **kept, 'AWS_BEARER_TOKEN_BEDROCK': 'token'}.items():
        monkeypatch.setenv(name, value)
    for target in (A, None):
        environment = tool(account_environment, target)
        assert not set(secrets) & set(environment)
        assert environment['DATABASE_URL'] == kept['DATABASE_URL']
        assert ('AWS_BEARER_TOKEN_BEDROCK' in environment) == (target is None)
        assert ('AWS_PROFILE' in environment) == (target is None)
