# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The server as its entry point starts it, asked over stdio. Nothing leaves this machine."""

import json
import os
import pytest
import re
import subprocess
import sys


# --- fitted to this server -----------------------------------------------------------------------
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '{{SERVER_ROOT}}')
# A call that the tool takes, where one could be told.
CALL = json.loads(r"""{{CALL}}""")
# -------------------------------------------------------------------------------------------------

KNOWN_ACCOUNT = '111111111111'
UNKNOWN_ACCOUNT = '999999999999'
OWN = re.compile(r'(?:AWS_|FASTMCP_|MCP_|RDS_|TARGET_|ALLOW)|.*DATABASE_URL$')


def environment():
    """One account, made up, and nothing of this machine's that could reach a real one."""
    account = {'account_id': KNOWN_ACCOUNT, 'access_key_id': 'AKIA', 'secret_access_key': 'none'}
    return {
        **{name: value for name, value in os.environ.items() if not OWN.match(name)},
        'FASTMCP_TRANSPORT': 'stdio',
        'FASTMCP_ENV_FILE': '',
        'TARGET_ACCOUNTS': json.dumps([account]),
        'AWS_ACCESS_KEY_ID': 'AKIAOFTHESERVER',
        'AWS_SECRET_ACCESS_KEY': 'its secret',
        'AWS_REGION': 'us-east-1',
        'AWS_EC2_METADATA_DISABLED': 'true',
    }


class Server:
    """A running server; asking one that has ended is answered by None."""

    def __init__(self, process):
        self.process = process
        self.last = 0

    def ask(self, method, params):
        self.last += 1
        self.send({'id': self.last, 'method': method, 'params': params})
        for line in self.process.stdout:
            try:
                answer = json.loads(line)
            except ValueError:
                continue
            if answer.get('id') == self.last:
                return answer
        return None

    def send(self, message):
        try:
            self.process.stdin.write(json.dumps({'jsonrpc': '2.0', **message}) + '\n')
            self.process.stdin.flush()
        except OSError:
            pass  # it has ended: there will be no answer


@pytest.fixture
def server():
    """The server, started and stopped."""
    with subprocess.Popen(
        [sys.executable, '-m', 'entrypoint'],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding='utf-8',
    ) as process:
        yield Server(process)
        process.kill()


def test_over_stdio_the_tools_take_an_account_and_refuse_one_that_is_not_known(server):
    params = {
        'protocolVersion': '2025-06-18',
        'capabilities': {},
        'clientInfo': {'name': 'test', 'version': '1'},
    }
    if not server.ask('initialize', params):
        pytest.skip('the server does not start without settings of its own')
    server.send({'method': 'notifications/initialized'})
    assert '"target_account_id"' in json.dumps(server.ask('tools/list', {}))
    if CALL:
        given = {**CALL['arguments'], 'target_account_id': UNKNOWN_ACCOUNT}
        answer = server.ask('tools/call', {**CALL, 'arguments': given})
        assert 'account_not_found' in json.dumps(answer)
