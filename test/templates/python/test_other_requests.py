"""Strict mode leaves the requests alone that are no tool calls: they act as the server itself."""

import pytest
from conftest import BASE, B, Endpoint
from pathlib import Path
from support.clients import connected, http, http_server, install_services, libraries, stdio


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
