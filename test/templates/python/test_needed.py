"""What is copied only into servers that use it: the rest works without, and says what is missing."""

import pytest
import shutil
import subprocess
import sys
from conftest import HERE, A
from pathlib import Path
from test_static import SERVICES, check_types


OPTIONAL = (
    'handover.py',
    'lowlevel.py',
    'generated.py',
    'aio.py',
    '__main__.py',
    'schema.sql',
    'gateway',
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the services of a server that uses no more than every server does."""
    shutil.copytree(SERVICES, tmp_path / SERVICES.name, ignore=shutil.ignore_patterns(*OPTIONAL))
    return tmp_path


def run(folder: Path, program: str, **more: str) -> 'subprocess.CompletedProcess[str]':
    environment = {'PYTHONPATH': f'{folder}:{HERE}', 'HOME': str(folder), **more}
    return subprocess.run(
        [sys.executable, '-c', program], env=environment, capture_output=True, text=True
    )


def test_a_tool_needs_none_of_it(folder: Path) -> None:
    done = run(
        folder,
        """
from cred_extract_services import *
import os
os.environ['TARGET_ACCOUNTS'] = '[{"account_id": "222222222222", "role_arn": "a"}]'
os.environ['ALLOWED_TARGET_ACCOUNTS'] = '333333333333'
@with_account_context
def tool(target_account_id: TargetAccountId = None):
    return 'done'
print(tool())
try:
    tool(target_account_id='222222222222')
except Exception as error:
    print(error.error_type)
""",
    )
    assert done.stdout.split() == ['done', 'account_access_denied'], done.stderr


@pytest.mark.parametrize(
    ('name', 'file'),
    [
        ('bind_account', 'handover.py'),
        ('with_account_list', 'lowlevel.py'),
        ('with_account_parameter', 'generated.py'),
    ],
)
def test_what_is_not_there_says_how_it_comes(folder: Path, name: str, file: str) -> None:
    done = run(folder, f'from cred_extract_services import {name}')
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f'ImportError: {name} is in {file}') and 'run mcp-retrofit' in last


def test_a_name_that_there_never_was_is_no_attribute() -> None:
    import cred_extract_services

    assert not hasattr(cred_extract_services, 'accountEnvironment')


AIO = """
import asyncio
from aiobotocore.session import get_session
from cred_extract_services import *
from cred_extract_services.context_manager import credentials_scope

async def sign():
    async with get_session().create_client('s3', region_name='us-east-1') as client:
        print(await client.generate_presigned_url('list_buckets'))

"""
BASE_KEYS = {'AWS_ACCESS_KEY_ID': 'AKIABASE', 'AWS_SECRET_ACCESS_KEY': 'secret'}


@pytest.mark.parametrize('accounts', ['', '[]'])
def test_aiobotocore_signs_for_no_account_without_its_file(folder: Path, accounts: str) -> None:
    pytest.importorskip('aiobotocore.session')
    account = f"AwsCredentials('{A}', 'a', 'aksk', None, 'AKIAACCOUNTA', 'secret')"
    program = f'{AIO}with credentials_scope({account}):\n    asyncio.run(sign())'
    done = run(folder, program, TARGET_ACCOUNTS=accounts, **BASE_KEYS)
    assert done.stdout == ''
    assert 'AccountHookError' in done.stderr and 'aio.py' in done.stderr


def test_aiobotocore_signs_as_ever_where_no_account_can_be_named(folder: Path) -> None:
    pytest.importorskip('aiobotocore.session')
    done = run(folder, f'{AIO}asyncio.run(sign())', **BASE_KEYS)
    assert 'AKIABASE' in done.stdout, done.stderr


def test_entry_points_of_earlier_editions_find_what_has_moved() -> None:
    from cred_extract_services import (
        gateway_env_file,
        gateway_logging,
        gateway_settings,
        gateway_tools,
        gateway_transport,
    )

    assert callable(gateway_env_file.read_env_file) and callable(gateway_settings.read_settings)
    assert callable(gateway_logging.bridge_loguru) and callable(gateway_logging.write_audit_lines)
    assert callable(gateway_tools.flatten_tool_lists) and callable(gateway_transport.use_transport)


def test_type_checkers_miss_nothing(folder: Path) -> None:
    check_types(folder / SERVICES.name, str(folder))
