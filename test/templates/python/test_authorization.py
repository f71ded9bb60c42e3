"""A request names an account; whether it may is decided by the list, the token and the rule."""

import json
import pytest
from conftest import BASE, A, B, C, Endpoint, aws_environment
from cred_extract_services import (
    AccountAccessDeniedError,
    Caller,
    TargetAccountId,
    account_environment,
    as_server_identity,
    set_account_rule,
    with_account_context,
)
from cred_extract_services.authorization import authorize, current_caller
from pathlib import Path
from support.clients import connected, http, http_server, install_services, libraries
from typing import Any, Callable, Dict, Optional


STDIO = Caller(over_http=False, claims={})


def allowed(account_id: str, caller: Caller = STDIO) -> bool:
    try:
        authorize(account_id, caller)
    except AccountAccessDeniedError:
        return False
    return True


def over_http(**claims: Any) -> Caller:
    return Caller(over_http=True, claims=claims)


def test_without_a_rule_accounts_may_be_named_over_stdio_and_not_over_http(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert allowed(A) and not allowed(A, over_http())
    set_account_rule(lambda account_id, caller: True)
    assert allowed(A, over_http())
    set_account_rule(None)
    for name, caller in (('ALLOWED_TARGET_ACCOUNTS', {}), ('TARGET_ACCOUNTS_CLAIM', {'*': A})):
        with monkeypatch.context() as only:
            only.setenv(name, '*')
            assert allowed(A, over_http(**caller))
    assert allowed(A, current_caller())
    # As in a Lambda function, and in a server that serves HTTP.
    monkeypatch.setattr('cred_extract_services.authorization._serves_http', True)
    assert not allowed(A, current_caller())


@pytest.mark.parametrize('library', libraries())
def test_a_server_that_serves_http_by_itself_says_at_its_start_what_to_set(
    library: str, aws: Endpoint, tmp_path: Path
) -> None:
    log = tmp_path / 'log'
    environment = {**install_services(tmp_path), 'ALLOWED_TARGET_ACCOUNTS': ''}
    with http_server(library, environment, log) as url:
        said = 'set ALLOWED_TARGET_ACCOUNTS'
        assert said in ' '.join(log.read_text().split())
        with connected(lambda: http(url)) as client:
            refused = client.call('answer_text', target_account_id=A)
            assert json.loads(refused.text)['error_type'] == 'account_access_denied'
            assert client.call('answer_text').text == 'default'
    assert ' '.join(log.read_text().split()).count(said) == 2


@pytest.mark.parametrize('listed', [f'{A},{B}', f'{A} {B}', f' {A},\n{B} '])
def test_once_a_list_is_configured_no_match_means_no(
    monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    monkeypatch.setenv('ALLOWED_TARGET_ACCOUNTS', listed)
    assert [allowed(each) for each in (A, B, C)] == [True, True, False]
    monkeypatch.setenv('ALLOWED_TARGET_ACCOUNTS', ',')
    assert not allowed(A)


@pytest.mark.parametrize(
    ('claims', 'answer'),
    [
        ({'accounts': [A]}, True),
        ({'accounts': f'{B} {A}'}, True),
        ({'accounts': f'{B},{A}'}, True),
        ({'accounts': [int(A)]}, True),
        ({'accounts': [B]}, False),
        ({'accounts': []}, False),
        ({'accounts': ''}, False),
        ({'accounts': None}, False),
        ({'accounts': True}, False),
        ({'accounts': {A: A}}, False),
        ({}, False),
    ],
)
def test_over_http_the_token_must_claim_the_account(
    monkeypatch: pytest.MonkeyPatch, claims: Dict[str, Any], answer: bool
) -> None:
    monkeypatch.setenv('TARGET_ACCOUNTS_CLAIM', 'accounts')
    assert allowed(A, over_http(**claims)) is answer
    # The list bounds what any token may claim.
    monkeypatch.setenv('ALLOWED_TARGET_ACCOUNTS', B)
    assert not allowed(A, over_http(**claims))


def test_over_stdio_the_list_decides_where_there_is_no_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv('TARGET_ACCOUNTS_CLAIM', 'accounts')
    monkeypatch.setenv('FASTMCP_TRANSPORT', 'stdio')
    assert not allowed(A)
    monkeypatch.setenv('ALLOWED_TARGET_ACCOUNTS', A)
    assert allowed(A)
    assert not allowed(A, over_http())
    # A call whose request can't be found is no stdio call just for that.
    monkeypatch.delenv('FASTMCP_TRANSPORT')
    assert not allowed(A)


def test_the_servers_own_rule_must_say_true() -> None:
    set_account_rule(lambda account_id, caller: account_id == A and not caller.over_http)
    assert [allowed(A), allowed(B), allowed(A, over_http())] == [True, False, False]
    set_account_rule(lambda account_id, caller: 'yes')  # type: ignore[arg-type,return-value]
    assert not allowed(A)

    def broken(account_id: str, caller: Caller) -> bool:
        raise ValueError

    set_account_rule(broken)
    assert not allowed(A)


@pytest.mark.parametrize(
    ('setting', 'claim', 'is_allowed'),
    [
        (None, None, True),
        (None, 'accounts', False),
        ('true', 'accounts', True),
        ('yes', None, True),
        ('no', None, False),
        ('false', None, False),
        ('ture', None, False),
    ],
)
def test_a_call_without_an_account_signs_only_where_it_may(
    aws: Endpoint,
    s3: Callable[[], Any],
    monkeypatch: pytest.MonkeyPatch,
    setting: Optional[str],
    claim: Optional[str],
    is_allowed: bool,
) -> None:
    for name, value in (('ALLOW_DEFAULT_ACCOUNT', setting), ('TARGET_ACCOUNTS_CLAIM', claim)):
        if value is not None:
            monkeypatch.setenv(name, value)
    client = s3()

    @with_account_context
    def tool(signs: bool, target_account_id: TargetAccountId = None) -> str:
        environment = account_environment()
        assert ('AWS_ACCESS_KEY_ID' in environment) == is_allowed
        return str(client.list_buckets()['Owner']['ID']) if signs else 'no AWS'

    # What reaches no AWS goes on.
    assert tool(False) == 'no AWS'
    if is_allowed:
        assert tool(True) == BASE
    else:
        with pytest.raises(Exception) as raised:
            tool(True)
        assert json.loads(str(raised.value))['error_type'] == 'account_access_denied'
        with as_server_identity():
            assert client.list_buckets()['Owner']['ID'] == BASE


def test_a_star_is_every_registered_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('ALLOWED_TARGET_ACCOUNTS', '*')
    assert allowed(A) and allowed(C, over_http())


def test_a_denied_account_is_never_looked_up(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('ALLOWED_TARGET_ACCOUNTS', A)

    @with_account_context
    def tool(target_account_id: TargetAccountId = None) -> None:
        raise AssertionError('the tool must not run')

    for account_id in (B, '999999999999'):
        with pytest.raises(Exception) as raised:
            tool(account_id)
        assert json.loads(str(raised.value))['error_type'] == 'account_access_denied'
    assert aws.records() == []


@pytest.mark.parametrize(
    ('library', 'stateful'), [('mcp', 'yes'), *((library, '') for library in libraries())]
)
def test_each_call_is_judged_by_its_own_token(
    library: str, stateful: str, aws: Endpoint, tmp_path: Path
) -> None:
    environment = {
        **install_services(tmp_path),
        **aws_environment(aws),
        'ACME_AUTH': 'yes',
        'ACME_STATEFUL': stateful,
        'TARGET_ACCOUNTS_CLAIM': 'accounts',
    }
    with http_server(library, environment) as url:
        with connected(lambda: http(url, f'alice|{A},{B}')) as alice:
            assert alice.call('answer_text', target_account_id=A).text == A
            assert alice.call('answer_text', target_account_id=B).text == B
            refused = alice.call('answer_text', target_account_id=C)
            assert refused.is_error
            assert json.loads(refused.text)['error_type'] == 'account_access_denied'
        with connected(lambda: http(url, 'bob|')) as bob:
            assert bob.call('answer_text', target_account_id=A).is_error
            assert bob.call('answer_dict', target_account_id=A).is_error
            assert bob.call('answer_text').text == 'default'
    (assumed,) = aws.records('AssumeRole')
    assert assumed['RoleSessionName'] == 'acme.answer_text.alice'


def test_a_session_opened_with_one_token_gives_no_other_token_its_accounts(
    aws: Endpoint, tmp_path: Path
) -> None:
    """In a session, the library's ContextVar keeps the token that opened it; the call has its own."""
    from cred_extract_services.authorization import current_caller
    from mcp.server.auth.middleware.auth_context import auth_context_var
    from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
    from mcp.server.auth.provider import AccessToken
    from types import SimpleNamespace

    class Context:
        """A library's context."""

        def __init__(self, request: Any) -> None:
            self.request_context = SimpleNamespace(request=request)

        request_context: Any = None

    def user(name: str) -> AuthenticatedUser:
        return AuthenticatedUser(AccessToken(token='t', client_id=name, scopes=[]))

    token = auth_context_var.set(user('opener'))
    request = SimpleNamespace(scope={'user': user('caller')})
    assert current_caller([Context(request)]).name == 'caller'
    assert current_caller([Context(None)]).name is None
    auth_context_var.reset(token)
