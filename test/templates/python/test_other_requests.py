"""What is no tool call acts as the server: resources, prompts, and a lifespan at either end."""

import pytest
from conftest import BASE, B, Endpoint
from pathlib import Path
from support.clients import (
    connected,
    http,
    http_server,
    install_services,
    libraries,
    stdio,
    stdio_of,
)


@pytest.mark.parametrize('library', libraries())
def test_resources_and_prompts_sign_with_the_base_account(
    library: str, aws: Endpoint, tmp_path: Path
) -> None:
    with connected(lambda: stdio(library, install_services(tmp_path))) as client:
        # A tool call ends the start-up, after which nothing may be signed outside a request.
        assert client.call('answer_text', target_account_id=B).text == B
        assert client.resource('accounts://current') == BASE
        assert client.prompt('whose_prompt') == BASE
    assert aws.wrong() == []


@pytest.mark.parametrize('library', libraries())
def test_over_stateless_http_too(library: str, aws: Endpoint, tmp_path: Path) -> None:
    with http_server(library, install_services(tmp_path)) as url:
        with connected(lambda: http(url)) as client:
            assert client.call('answer_text', target_account_id=B).text == B
            assert client.resource('accounts://current') == BASE
            assert client.prompt('whose_prompt') == BASE
    assert aws.wrong() == []


@pytest.mark.parametrize('library', libraries())
def test_executors_in_resources_and_prompts_and_lifespans_sign_but_lost_tasks_do_not(
    library: str, aws: Endpoint, tmp_path: Path
) -> None:
    environment = install_services(tmp_path)
    with connected(lambda: stdio_of(['background_server.py', library], environment)) as client:
        assert client.call('answer', target_account_id=B).text.startswith(
            f'begin AKIABASE,task LostAccountContextError,tool ASIA{B}'
        )
        assert client.resource('keys://executor') == 'AKIABASE'
        assert client.prompt('prompt_in_executor') == 'AKIABASE'
        assert client.call('answer').text.endswith('tool AKIABASE')


@pytest.mark.parametrize('library', libraries())
def test_strict_mode_is_on_from_the_first_request(
    library: str, aws: Endpoint, tmp_path: Path
) -> None:
    environment = install_services(tmp_path)
    with connected(lambda: stdio_of(['background_server.py', library], environment)) as client:
        client.tools()
        assert client.call('answer').text.startswith(
            'begin AKIABASE,task LostAccountContextError,tool AKIABASE'
        )
