"""The same isolation as a client sees it: over stdio, and over streamable HTTP without sessions."""

import pytest
from conftest import BASE, A, B, C, Endpoint
from pathlib import Path
from support.clients import (
    Client,
    connected,
    http,
    http_server,
    install_services,
    libraries,
    stdio,
)
from typing import Any, Dict, List, Tuple


TARGETS = [None, A, B, C]


def calls(number: int) -> List[Tuple[str, Dict[str, Any]]]:
    """Return calls of async and sync tools, over the accounts in turn."""
    made: List[Tuple[str, Dict[str, Any]]] = []
    for index in range(number):
        target = TARGETS[index % 4]
        tool = ('work', 'work_sync')[index // 4 % 2]
        arguments: Dict[str, Any] = {'kind': index // 8 % 6, 'expect': target or BASE}
        made.append((tool, {**arguments, 'target_account_id': target} if target else arguments))
    return made


def check(client: Client, aws: Endpoint) -> None:
    """Call all at once, and compare who signed with who was asked for."""
    made = calls(96)
    answers = client.call_all(made)
    assert [answer.text for answer in answers] == [each['expect'] for _, each in made]
    assert aws.wrong() == []
    assert {record['account'] for record in aws.records('AssumeRole')} == {BASE}
    # An enclosing tool's account reaches the tool that it calls.
    assert client.call('outer', expect=B, target_account_id=B).text == B
    assert client.call('big', expect=C, target_account_id=C).text == C
    assert client.call('answer_text').text == 'default'
    assert aws.wrong() == []


@pytest.mark.parametrize('library', libraries())
def test_over_stdio(library: str, aws: Endpoint, tmp_path: Path) -> None:
    environment = install_services(tmp_path)
    with connected(lambda: stdio(library, environment)) as client:
        check(client, aws)


@pytest.mark.parametrize('library', libraries())
def test_over_stateless_http(library: str, aws: Endpoint, tmp_path: Path) -> None:
    with http_server(library, install_services(tmp_path)) as url:
        with connected(lambda: http(url)) as client:
            check(client, aws)


def test_sessions_are_named_after_server_tool_and_caller(aws: Endpoint, tmp_path: Path) -> None:
    environment = {**install_services(tmp_path), 'MCP_SERVER_NAME': 'billing server'}
    with connected(lambda: stdio('mcp', environment)) as client:
        client.call('answer_text', target_account_id=B)
    names = [record['RoleSessionName'] for record in aws.records('AssumeRole')]
    assert names == ['billing-server.answer_text']
