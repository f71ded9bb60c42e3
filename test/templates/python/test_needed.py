"""What is copied only into servers that use it: the rest works without, and says what is missing."""

import pytest
import shutil
import subprocess
import sys
from conftest import HERE, A
from pathlib import Path
from test_static import SERVICES, check_types


OPTIONAL = ('handover.py', 'lowlevel.py', 'aio.py', '__main__.py', 'schema.sql', 'gateway')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the services of a server that uses no more than every server does."""
    shutil.copytree(SERVICES, tmp_path / SERVICES.name, ignore=shutil.ignore_patterns(*OPTIONAL))
    return tmp_path


def run(folder: Path, program: str) -> 'subprocess.CompletedProcess[str]':
    environment = {'PATH': '', 'PYTHONPATH': f'{folder}:{HERE}', 'HOME': str(folder)}
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
    ('name', 'file'), [('bind_account', 'handover.py'), ('with_account_list', 'lowlevel.py')]
)
def test_what_is_not_there_says_how_it_comes(folder: Path, name: str, file: str) -> None:
    done = run(folder, f'from cred_extract_services import {name}')
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f'ImportError: {name} is in {file}') and 'run mcp-retrofit' in last


def test_a_name_that_there_never_was_is_no_attribute() -> None:
    import cred_extract_services

    assert not hasattr(cred_extract_services, 'accountEnvironment')


def test_aiobotocore_signs_nothing_without_its_file(folder: Path) -> None:
    pytest.importorskip('aiobotocore.session')
    done = run(
        folder,
        f"""
import asyncio
from aiobotocore.session import get_session
from cred_extract_services import *
from cred_extract_services.context_manager import credentials_scope

account = AwsCredentials('{A}', 'a', 'aksk', None, 'AKIAACCOUNTA', 'secret')

async def main():
    keys = dict(aws_access_key_id='AKIABASE', aws_secret_access_key='secret')
    session = get_session()
    session.set_config_variable('region', 'us-east-1')
    session.set_credentials('AKIABASE', 'secret')
    session._credentials.method = 'env'
    with credentials_scope(account):
        async with session.create_client('s3') as client:
            print(await client.generate_presigned_url('list_buckets'))

asyncio.run(main())
""",
    )
    assert 'AKIABASE' not in done.stdout
    assert 'AccountHookError' in done.stderr and 'aio.py' in done.stderr


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
