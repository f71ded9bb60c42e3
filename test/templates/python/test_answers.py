"""What a client sees: the parameter, the answers, and typed errors of one shape in every library."""

import json
import pytest
from conftest import A, B, Endpoint, aws_environment
from pathlib import Path
from support.clients import Client, connected, install_services, libraries, stdio
from typing import Iterator


UNKNOWN = '999999999999'
NOT_FOUND = {
    'status': 'error',
    'error_type': 'account_not_found',
    'message': 'Account not found. Please check the account ID.',
}
RETURN_TYPES = ('dict', 'model', 'text', 'list', 'union', 'nothing', 'result')


@pytest.fixture(scope='module', params=libraries())
def client(
    request: pytest.FixtureRequest,
    aws_process: Endpoint,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Client]:
    """Return a client of a server in a process of its own, over stdio."""
    folder: Path = tmp_path_factory.mktemp('server')
    environment = {**install_services(folder), **aws_environment(aws_process)}
    aws_process.reset()
    with connected(lambda: stdio(request.param, environment)) as connection:
        yield connection


def test_the_parameter_is_a_plain_optional_string(client: Client) -> None:
    tools = client.tools()
    assert len(tools) == 15
    for tool in tools:
        schema = tool['inputSchema']['properties']['target_account_id']
        assert schema.pop('title', '') in ('', 'Target Account Id')
        assert schema == {
            'type': 'string',
            'description': 'Target AWS account ID. If not provided, use default credentials.',
        }
        assert 'target_account_id' not in tool['inputSchema'].get('required', [])
        assert '$defs' not in tool['inputSchema']


@pytest.mark.parametrize('kind', RETURN_TYPES)
def test_errors_are_errors_of_one_shape_whatever_the_return_type(
    client: Client, kind: str
) -> None:
    answer = client.call(f'answer_{kind}', target_account_id=UNKNOWN)
    assert answer.is_error
    assert json.loads(answer.text) == NOT_FOUND


def test_format_response_gives_the_guides_format(client: Client) -> None:
    answer = client.call('formatted', target_account_id=UNKNOWN)
    assert answer.is_error
    assert json.loads(answer.text) == {
        'status': 'error',
        'data': {'error_type': 'account_not_found'},
        'message': NOT_FOUND['message'],
    }


def test_the_written_out_form_answers_by_return_type(client: Client) -> None:
    names = ('inline_dict', 'inline_sync', 'inline_result')
    answers = [client.call(name, target_account_id=UNKNOWN) for name in names]
    # A tool that returns its error as a dict can't mark it as one.
    assert [answer.is_error for answer in answers] == [False, True, True]
    assert [json.loads(answer.text) for answer in answers] == [NOT_FOUND] * 3


def test_the_written_out_form_switches_and_leaves_nothing_behind(client: Client) -> None:
    switched = json.loads(client.call('inline_dict', target_account_id=B).text)
    assert switched['account'] == B
    assert switched['setup'] == {
        'account_id': B,
        'account_alias': 'b',
        'auth_type': 'iam_role',
        'region': 'eu-west-1',
    }
    assert client.call('inline_sync', target_account_id=A).text == A
    assert client.call('inline_sync').text == 'default'
    assert json.loads(client.call('inline_dict').text)['account'] == 'default'


def test_an_account_sent_as_a_number_gets_its_zero_back(client: Client) -> None:
    assert client.call('answer_text', target_account_id=int(A)).text == A


@pytest.mark.parametrize('sent', ['12', '1' * 13, 'prod', '\u0661' * 12, '*'])
def test_what_is_no_account_id_is_not_found(client: Client, sent: str) -> None:
    answer = client.call('answer_text', target_account_id=sent)
    assert answer.is_error
    assert json.loads(answer.text) == NOT_FOUND
