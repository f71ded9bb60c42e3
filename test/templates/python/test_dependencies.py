"""fastmcp's `Depends` and mcp 2's `Resolve` run in the call's account, once it is authorised."""

import json
import pytest
from conftest import A, B, Endpoint
from importlib.metadata import version
from pathlib import Path
from support.clients import connected, install_services, libraries, stdio_of


def resolving() -> list[str]:
    """Return the installed libraries that resolve a tool's parameters."""
    has_mcp_2 = version('mcp').split('.')[0] == '2'
    return [library for library in libraries() if library == 'fastmcp' or has_mcp_2]


@pytest.mark.parametrize('library', resolving())
def test_dependencies_sign_as_the_calls_account(
    library: str, aws: Endpoint, tmp_path: Path
) -> None:
    environment = {**install_services(tmp_path), 'ALLOWED_TARGET_ACCOUNTS': f'{A},{B}'}
    keys = {A: 'AKIAACCOUNTA', B: f'ASIA{B}', None: 'AKIABASE'}
    with connected(lambda: stdio_of(['dependent_server.py', library], environment)) as client:
        for target in (None, A, B, None, B):
            for tool in ('given', 'given_sync', 'given_shapes'):
                named = {'target_account_id': target} if target else {}
                answer = client.call(tool, **named)
                assert not answer.is_error, answer.text
                signed = answer.text.split()
                assert len(signed) >= 2
                assert all(each.startswith(keys[target]) for each in signed), signed
        assert client.call('seen').text != 'nothing'
        refused = [
            client.call(tool, target_account_id='3' * 12)
            for tool in ('given', 'given_sync', 'given_shapes')
        ]
        for answer in refused:
            assert answer.is_error
            assert json.loads(answer.text)['error_type'] == 'account_access_denied'
        # Nothing is resolved for a caller who may not.
        assert client.call('seen').text == 'nothing'
