"""Low-level servers of `mcp` 1 and 2, as a client sees them."""

import json
import pytest
from conftest import A, Endpoint
from pathlib import Path
from support.clients import Client, connected, install_services, stdio_of
from typing import Any, Iterator


@pytest.fixture
def client(aws: Endpoint, tmp_path: Path) -> Iterator[Client]:
    environment = install_services(tmp_path)
    with connected(lambda: stdio_of(['low_level_server.py'], environment)) as connection:
        yield connection


def test_a_tool_is_listed_with_a_plain_string(client: Client) -> None:
    (tool,) = client.tools()
    assert tool['inputSchema']['properties']['target_account_id']['type'] == 'string'
    assert tool['inputSchema']['required'] == ['count']


@pytest.mark.parametrize('sent', [A, int(A)])
def test_an_account_may_be_sent_as_a_number(client: Client, sent: Any) -> None:
    assert A.startswith('0')
    answer = client.call('show', count=1, target_account_id=sent)
    assert json.loads(answer.text) == ['show', {'count': 1}, A]
    assert json.loads(client.call('show', count=1).text)[2] == 'default'


@pytest.mark.parametrize('sent', [1.5, True, ['x']])
def test_anything_else_is_a_typed_error(client: Client, sent: Any) -> None:
    answer = client.call('show', count=1, target_account_id=sent)
    assert answer.is_error
    assert json.loads(answer.text)['error_type'] == 'account_not_found'


def test_nothing_is_the_default_account(client: Client) -> None:
    answer = client.call('show', count=1, target_account_id=None)
    assert json.loads(answer.text)[2] == 'default'
