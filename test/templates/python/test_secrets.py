"""No secret in anything a server writes: planted ones are searched for in all of it."""

import json
import os
import pytest
from conftest import EXTERNAL_ID, A, B, C, Endpoint
from pathlib import Path
from support.clients import connected, install_services, stdio
from typing import Any, Dict, List


PLANTED = ('retrofit-test', EXTERNAL_ID, 'secret-of-base', 'secret-of-account-a', 'token-', 'ASIA')

# A server whose own logging is as talkative as it gets: every level, and loguru's diagnosis, which
# prints the variables of each frame of a traceback.
TALKATIVE = """
import logging, sys
from loguru import logger
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
logger.remove()
logger.add(sys.stderr, diagnose=True, backtrace=True, level='TRACE')
import acme.cred_extract_services.tools as tools
import acme.cred_extract_services.mcp_hooks as mcp_hooks
wrap = tools.account_tool_error
def logged(error, *rest):
    logger.opt(exception=error).error('failed')
    logging.getLogger().error('failed %r', error, exc_info=error)
    return wrap(error, *rest)
tools.account_tool_error = mcp_hooks.account_tool_error = logged
"""


def outcomes(environment: Dict[str, str], log: Path) -> List[str]:
    """Call tools with known and unknown accounts, and return all that the client was told."""
    with connected(lambda: stdio('mcp', environment, log)) as client:
        told = [
            client.call(tool, target_account_id=target).text
            for tool in ('answer_dict', 'inline_dict', 'formatted', 'answer_text')
            for target in (A, B, C, '999999999999')
        ]
    return told


@pytest.mark.parametrize('fault', ['none', 'sts', 'key', 'login', 'dsn', 'environment'])
def test_no_secret_in_logs_errors_or_answers(
    fault: str,
    database: str,
    aws: Endpoint,
    tmp_path: Path,
) -> None:
    environment = install_services(tmp_path)
    key = os.environ['ENCRYPTION_KEY']
    if fault == 'sts':
        aws.reset(sts='deny')
    changes: Dict[str, Dict[str, Any]] = {
        'key': {'ENCRYPTION_KEY': 'not-the-key-' + key},
        'login': {'DATABASE_URL': database.replace('retrofit-test', 'retrofit-test-wrong')},
        'dsn': {'DATABASE_URL': 'postgresql//postgres:retrofit-test@nowhere'},
        'environment': {'TARGET_ACCOUNTS': '[{"account_id": "secret-of-account-a"'},
    }
    environment.update(changes.get(fault, {}))
    (tmp_path / 'sitecustomize.py').write_text(TALKATIVE)
    log = tmp_path / 'log'
    told = outcomes(environment, log)
    written = log.read_text() + json.dumps(told)
    # It did write, or there would be nothing to search.
    assert '"outcome":' in written.replace('\\', '') and 'botocore.auth' in written
    assert (fault == 'none') or 'failed' in written
    for secret in (*PLANTED, key):
        assert secret not in written


def test_what_people_print_holds_no_secret(database: str, aws: Endpoint) -> None:
    from cred_extract_services import extract_aws_credentials, query_account

    for account in (A, B):
        printed = repr(query_account(account)) + repr(extract_aws_credentials(account))
        printed += json.dumps(extract_aws_credentials(account).summary())
        assert account in printed
        for secret in (*PLANTED, 'AKIA', 'arn:'):
            assert secret not in printed
