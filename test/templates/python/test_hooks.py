"""The hooks: what signs with what, on every supported version of botocore."""

import asyncio
import boto3
import contextlib
import os
import pytest
import subprocess
import sys
import threading
from botocore.awsrequest import AWSResponse
from botocore.exceptions import UnknownServiceError
from conftest import BASE, TEMPLATE, A, B, Endpoint
from cred_extract_services import (
    LostAccountContextError,
    TargetAccountId,
    account_cache_key,
    account_environment,
    base_account,
    extract_aws_credentials,
    install,
    reset_aws_credentials,
    set_aws_credentials,
    with_account_context,
)
from cred_extract_services.accounts import AwsCredentials
from cred_extract_services.context_manager import Base, credentials_scope, note_request
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional


ACCOUNT = AwsCredentials(B, 'b', 'iam_role', 'eu-west-1', 'ASIAINACCOUNT', 'secret', 'token')


@pytest.fixture
def in_account() -> Iterator[None]:
    with credentials_scope(ACCOUNT):
        yield


def signer_of(client: Any) -> str:
    url: str = client.generate_presigned_url('list_buckets')
    return url.split('Credential=')[1].split('%2F')[0]


def test_a_client_with_explicit_keys_keeps_them(in_account: None, aws: Endpoint) -> None:
    keys = {'aws_access_key_id': 'AKIAOWN', 'aws_secret_access_key': 's'}
    from botocore.config import Config

    config = Config(signature_version='s3v4', region_name='us-east-1')
    assert signer_of(boto3.session.Session().client('s3', config=config, **keys)) == 'AKIAOWN'
    assert signer_of(boto3.session.Session(**keys).client('s3', config=config)) == 'AKIAOWN'


def test_set_and_reset_make_credentials_current(aws: Endpoint, s3: Callable[[], Any]) -> None:
    client = s3()
    token = set_aws_credentials(ACCOUNT)
    assert signer_of(client) == 'ASIAINACCOUNT'
    assert account_cache_key() == B
    reset_aws_credentials(token)
    assert signer_of(client) == 'AKIABASE'
    assert account_cache_key() == 'default'


def test_an_account_needs_no_base_credentials(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from botocore.exceptions import NoCredentialsError

    monkeypatch.delenv('AWS_ACCESS_KEY_ID')
    monkeypatch.delenv('AWS_SECRET_ACCESS_KEY')
    session = boto3.session.Session()
    assert session.get_credentials() is None
    early = make_client(session)
    with credentials_scope(ACCOUNT):
        assert signer_of(early) == 'ASIAINACCOUNT'
        late = make_client(session)
        assert signer_of(late) == 'ASIAINACCOUNT'
        held = session.get_credentials()
        assert held is not None and held.access_key == 'ASIAINACCOUNT'
    for call in (lambda: signer_of(late), held.get_frozen_credentials):
        with pytest.raises(NoCredentialsError):
            call()


def make_client(session: Any) -> Any:
    from botocore.config import Config

    return session.client('s3', config=Config(signature_version='s3v4'))


def test_credentials_that_code_holds_follow_the_account(aws: Endpoint) -> None:
    held: Any = boto3.session.Session().get_credentials()
    assert (held.access_key, held.secret_key, held.token) == ('AKIABASE', 'secret-of-base', None)
    with credentials_scope(ACCOUNT):
        assert (held.access_key, held.secret_key, held.token) == (
            'ASIAINACCOUNT',
            'secret',
            'token',
        )
        assert held.account_id == B
        assert held.get_deferred_property('account_id')() == B
    assert held.access_key == 'AKIABASE'
    assert held.account_id is None


def test_base_credentials_that_assume_a_role_do_it_as_base(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from botocore.session import Session

    config = tmp_path / 'config'
    config.write_text(
        f'[profile chained]\nrole_arn = arn:aws:iam::{BASE}:role/base\n'
        'credential_source = Environment\nregion = us-east-1\n'
    )
    monkeypatch.setenv('AWS_CONFIG_FILE', str(config))
    session = Session(profile='chained')
    # botocore before 1.31 asks the real STS; the request never leaves this machine.
    import botocore

    if tuple(map(int, botocore.__version__.split('.')[:2])) < (1, 31):
        pytest.skip('this version takes no endpoint for its own STS client')
    with credentials_scope(ACCOUNT):
        credentials: Any = session.get_credentials()
    with base_account():
        assert credentials.access_key.startswith(f'ASIA{BASE}')
    assert [record['account'] for record in aws.records('AssumeRole')] == [BASE]


@pytest.mark.parametrize(
    ('session', 'client', 'expected'),
    [
        ({}, {}, 'eu-west-1'),
        ({'region_name': 'ap-south-1'}, {}, 'ap-south-1'),
        ({}, {'region_name': 'sa-east-1'}, 'sa-east-1'),
    ],
)
def test_the_region_is_the_accounts_where_neither_call_nor_client_names_one(
    aws: Endpoint, in_account: None, session: Any, client: Any, expected: str
) -> None:
    made = boto3.session.Session(**session).client('sts', **client)
    assert made.meta.region_name == expected


def test_without_an_account_the_region_is_the_servers(aws: Endpoint) -> None:
    assert boto3.session.Session().client('sts').meta.region_name == 'us-east-1'


def test_a_subprocess_gets_the_account_through_its_environment(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('AWS_PROFILE', 'somebody')
    assert account_environment()['AWS_PROFILE'] == 'somebody'
    with credentials_scope(ACCOUNT):
        environment = account_environment()
    assert 'AWS_PROFILE' not in environment
    assert environment['AWS_ACCESS_KEY_ID'] == 'ASIAINACCOUNT'
    assert environment['AWS_SESSION_TOKEN'] == 'token'
    assert environment['AWS_REGION'] == environment['AWS_DEFAULT_REGION'] == 'eu-west-1'
    with credentials_scope(extract_aws_credentials(A)):
        environment = account_environment()
    assert environment['AWS_ACCESS_KEY_ID'] == 'AKIAACCOUNTA'
    assert 'AWS_SESSION_TOKEN' not in environment


def test_a_subprocess_signs_as_the_account(aws: Endpoint) -> None:
    client = f'boto3.client("sts", endpoint_url="{aws.url}")'
    program = f'import boto3; print({client}.get_caller_identity()["Account"])'
    with credentials_scope(extract_aws_credentials(B)):
        command = [sys.executable, '-c', program]
        done = subprocess.run(command, env=account_environment(), capture_output=True, text=True)
    assert done.stdout.strip() == B, done.stderr


def test_a_lost_context_gets_no_environment(aws: Endpoint) -> None:
    note_request()
    with credentials_scope(extract_aws_credentials(B)):
        assert isinstance(in_thread(account_environment), LostAccountContextError)


@pytest.mark.parametrize('service', ['bedrock', 'bedrock-runtime'])
def test_an_account_beats_a_bearer_token(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    monkeypatch.setenv('AWS_BEARER_TOKEN_BEDROCK', 'a-token')
    sent: List[str] = []

    def ask() -> str:
        if service == 'bedrock':
            client.list_foundation_models()
        else:
            client.invoke_model(modelId='m', body=b'{}')
        return sent[-1]

    def stop(request: Any, **_: Any) -> Any:
        sent.append(str(request.headers['Authorization']))
        return AWSResponse(request.url, 200, {}, None)

    try:
        client = boto3.session.Session().client(service, endpoint_url='https://127.0.0.1')
    except UnknownServiceError:
        pytest.skip('this version knows no such service')
    client.meta.events.register('before-send', stop)
    signed = []
    for state in (Base.DEFAULT, ACCOUNT, Base.DEFAULT):
        with credentials_scope(state):
            with contextlib.suppress(Exception):
                ask()
            signed.append('ASIAINACCOUNT' in sent[-1])
    assert signed == [False, True, False]
    call_tool()
    assert isinstance(in_thread(ask), LostAccountContextError)


def in_thread(work: Callable[[], Any]) -> Optional[BaseException]:
    caught: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return caught[0] if caught else None


@with_account_context
def call_tool(target_account_id: TargetAccountId = None) -> str:
    return account_cache_key()


def test_strict_mode_begins_with_the_first_call(aws: Endpoint, s3: Callable[[], Any]) -> None:
    client = s3()
    assert in_thread(lambda: signer_of(client)) is None
    call_tool()
    assert isinstance(in_thread(lambda: signer_of(client)), LostAccountContextError)
    held: Any = boto3.session.Session().get_credentials()
    assert isinstance(in_thread(held.get_frozen_credentials), LostAccountContextError)


def test_strict_mode_lets_work_name_the_base_account(aws: Endpoint, s3: Callable[[], Any]) -> None:
    client = s3()
    call_tool()

    def work() -> None:
        with base_account():
            assert signer_of(client) == 'AKIABASE'

    assert in_thread(work) is None


def test_strict_mode_is_on_with_every_registry(
    aws: Endpoint, s3: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv('TARGET_ACCOUNTS')
    client = s3()
    call_tool()
    assert in_thread(lambda: signer_of(client)) is None
    (tmp_path / '.cred_extract_services').mkdir()
    (tmp_path / '.cred_extract_services' / 'accounts.db').touch()
    assert isinstance(in_thread(lambda: signer_of(client)), LostAccountContextError)
    monkeypatch.setenv('HOME', str(tmp_path / 'elsewhere'))
    for name in ('DATABASE_URL', 'ACCOUNTS_DATABASE_URL', 'RDS_SECRET_NAME'):
        with monkeypatch.context() as only:
            only.setenv(name, 'x')
            assert isinstance(in_thread(lambda: signer_of(client)), LostAccountContextError)


@pytest.mark.parametrize(
    ('name', 'value'), [('TARGET_ACCOUNT_STRICT', 'false'), ('TARGET_ACCOUNTS', '')]
)
def test_strict_mode_can_be_off(
    aws: Endpoint,
    s3: Callable[[], Any],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
) -> None:
    monkeypatch.setenv(name, value)
    call_tool()
    assert in_thread(lambda: signer_of(s3())) is None


def test_strict_mode_lets_other_requests_of_the_server_be(
    aws: Endpoint, s3: Callable[[], Any]
) -> None:
    from cred_extract_services.authorization import running_context

    client = s3()
    call_tool()

    def resource() -> None:
        running_context.set(object())
        signer_of(client)

    assert in_thread(resource) is None


def test_thread_pools_inherit_only_within_a_call(aws: Endpoint) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        with credentials_scope(ACCOUNT):
            assert pool.submit(account_cache_key).result() == B
        # The same thread serves the next one, and keeps nothing.
        assert pool.submit(account_cache_key).result() == 'default'


@pytest.mark.parametrize(
    'hook', ['signers.RequestSigner._credentials', 'session.Session.get_credentials']
)
def test_the_self_test_refuses_a_botocore_that_a_hook_does_not_fit(
    monkeypatch: pytest.MonkeyPatch, hook: str
) -> None:
    import botocore.session
    from cred_extract_services.exceptions import AccountHookError
    from cred_extract_services.signing import run_self_test

    run_self_test()
    # As if a new version kept the credentials under another name.
    if hook.startswith('signers'):
        monkeypatch.delattr(f'botocore.{hook}')
    else:
        original = botocore.session.Session.get_credentials.__wrapped__
        monkeypatch.setattr(f'botocore.{hook}', original)
    with pytest.raises(AccountHookError, match='mix up accounts'):
        run_self_test()


def test_installing_again_changes_nothing(aws: Endpoint, s3: Callable[[], Any]) -> None:
    from botocore.session import Session

    before = Session.get_credentials
    install()
    assert Session.get_credentials is before
    with credentials_scope(ACCOUNT):
        assert signer_of(s3()) == 'ASIAINACCOUNT'


@pytest.mark.parametrize('setting', ['AWS_PROFILE', 'AWS_CONFIG_FILE', 'NONE'])
def test_importing_needs_no_configuration_and_loads_nothing_heavy(
    tmp_path: Any, setting: str
) -> None:
    garbage = tmp_path / 'garbage'
    garbage.write_text('garbage')
    program = (
        'import sys, cred_extract_services\n'
        "print([name for name in ('boto3', 'sqlalchemy', 'cryptography') if name in sys.modules])"
    )
    environment = {
        'PYTHONDONTWRITEBYTECODE': '1',
        'PYTHONPATH': str(TEMPLATE),
        setting: str(garbage),
    }
    done = subprocess.run(
        [sys.executable, '-c', program], env=environment, capture_output=True, text=True
    )
    assert done.stdout == '[]\n', done.stderr


def test_a_kept_client_keeps_s3_express_sessions_apart(aws: Endpoint) -> None:
    from botocore.signers import RequestSigner

    if not hasattr(RequestSigner, '_resolve_identity_cache'):
        pytest.skip('this version has no S3 Express')
    # Neither path style nor a signature version may be chosen for these buckets.
    client = boto3.session.Session().client('s3', endpoint_url=aws.url)
    bucket = 'express--use1-az4--x-s3'
    for account in (None, A, B, None, B):
        state = extract_aws_credentials(account) if account else None
        if state is None:
            client.get_object(Bucket=bucket, Key=f'expect-{BASE}')
        else:
            with credentials_scope(state):
                client.get_object(Bucket=bucket, Key=f'expect-{account}')
    assert aws.wrong() == []
    sessions = [record for record in aws.records('GET') if record['path'].endswith('x-s3')]
    assert [record['account'] for record in sessions] == [BASE, A, B]


async def test_aiobotocore_signs_with_the_account(aws: Endpoint) -> None:
    session_module = pytest.importorskip('aiobotocore.session')
    from aiobotocore.config import AioConfig

    install()
    config = AioConfig(s3={'addressing_style': 'path'}, signature_version='s3v4')
    session = session_module.get_session()
    base: Any = await session.get_credentials()
    assert (await base.get_frozen_credentials()).access_key == 'AKIABASE'

    @with_account_context
    async def tool(client: Any, target_account_id: TargetAccountId = None) -> None:
        expected = target_account_id or BASE
        await asyncio.sleep(0)
        answer = await client.get_object(Bucket=f'expect-{expected}', Key='k')
        assert (await answer['Body'].read()).decode() == expected
        held = await session.get_credentials()
        keys = await held.get_frozen_credentials()
        assert keys.access_key.startswith(('AKIABASE', 'AKIAACCOUNTA', f'ASIA{B}'))
        assert await held.get_deferred_property('account_id')() == target_account_id

    async with session.create_client('s3', endpoint_url=aws.url, config=config) as client:
        targets = [None, A, B] * 20
        await asyncio.gather(*(tool(client, target) for target in targets))
    assert aws.wrong() == []
    assert len([each for each in aws.records() if 'expect-' in each['path']]) == 60


async def test_aiobotocore_needs_no_base_credentials(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_module = pytest.importorskip('aiobotocore.session')
    from botocore.exceptions import NoCredentialsError

    install()
    monkeypatch.delenv('AWS_ACCESS_KEY_ID')
    monkeypatch.delenv('AWS_SECRET_ACCESS_KEY')
    session = session_module.get_session()
    assert await session.get_credentials() is None
    with credentials_scope(ACCOUNT):
        held: Any = await session.get_credentials()
        assert (await held.get_frozen_credentials()).access_key == 'ASIAINACCOUNT'
    with pytest.raises(NoCredentialsError):
        await held.get_frozen_credentials()


@pytest.mark.parametrize('order', ['aiobotocore, services', 'services, aiobotocore'])
def test_it_does_not_matter_when_aiobotocore_is_loaded(order: str, aws: Endpoint) -> None:
    pytest.importorskip('aiobotocore.session')
    parts = {
        'aiobotocore': 'from aiobotocore.session import get_session; client = asyncio.run(make())',
        'services': 'from cred_extract_services import *; install()',
    }
    program = f"""
import asyncio

async def make():
    return await get_session().create_client('s3', region_name='us-east-1').__aenter__()

async def key():
    url = await client.generate_presigned_url('list_buckets')
    return url.split('AWSAccessKeyId=')[-1].split('Credential=')[-1].split('&')[0].split('%2F')[0]

{chr(10).join(parts[part] for part in order.split(', '))}
print(asyncio.run(key()))
print(run_in_account('{A}', lambda: asyncio.run(key())))
"""
    environment = {**os.environ, 'PYTHONPATH': str(TEMPLATE)}
    done = subprocess.run(
        [sys.executable, '-c', program], env=environment, capture_output=True, text=True
    )
    assert done.stdout.split() == ['AKIABASE', 'AKIAACCOUNTA'], done.stderr
