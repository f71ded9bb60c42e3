"""The account database: what it holds, how it is found, and what happens when it fails."""

import json
import psycopg2
import pytest
import threading
import time
from conftest import EXTERNAL_ID, A, B, Endpoint, short_limit
from cred_extract_services import (
    AccountNotFoundError,
    DatabaseConnectionError,
    extract_aws_credentials,
    query_account,
)
from pathlib import Path
from support.clients import connected, install_services, libraries, stdio
from support.proxy import Proxy, proxy
from typing import Any, Dict, Iterator, List
from urllib.parse import urlsplit


@pytest.fixture
def breakable(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """Return a proxy in front of the database."""
    parts = urlsplit(database)
    with proxy((str(parts.hostname), parts.port or 0)) as running:
        monkeypatch.setenv('DATABASE_URL', database.replace(str(parts.port), str(running.port)))
        yield running


def changed(url: str, **parts: str) -> str:
    """Return the URL with another username, password or name of the database."""
    old = urlsplit(url)
    given = {'username': old.username, 'password': old.password, 'name': old.path[1:], **parts}
    login = f'{given["username"]}:{given["password"]}'
    return f'postgresql://{login}@{old.hostname}:{old.port}/{given["name"]}'


def execute(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def test_a_row_is_read_with_its_organization(database: str) -> None:
    account = query_account(B)
    assert (account.account_id, account.alias, account.auth_type) == (B, 'b', 'iam_role')
    assert (account.region, account.external_id) == ('eu-west-1', EXTERNAL_ID)
    with pytest.raises(AccountNotFoundError):
        query_account('999999999999')


def test_the_tables_of_the_code_and_of_schema_sql_are_the_same(database: str) -> None:
    from cred_extract_services.__main__ import metadata
    from sqlalchemy import create_engine, inspect

    engine = create_engine(database.replace('postgresql:', 'postgresql+psycopg2:'))
    inspector = inspect(engine)
    for table in metadata.tables.values():
        found = {column['name']: column for column in inspector.get_columns(table.name)}
        assert list(found) == [column.name for column in table.columns]
        for column in table.columns:
            assert found[column.name]['nullable'] == column.nullable
            assert str(found[column.name]['type']) == column.type.compile(engine.dialect)
        names = {index['name'] for index in inspector.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= names
    engine.dispose()


def test_schema_sql_can_be_run_again(database: str) -> None:
    from support.accounts import SCHEMA

    execute(database, SCHEMA.read_text())
    assert query_account(A).account_id == A


def test_the_database_is_down_at_the_start_and_comes_up(breakable: Proxy) -> None:
    breakable.is_down = True
    with pytest.raises(DatabaseConnectionError):
        query_account(A)
    breakable.is_down = False
    assert query_account(A).account_id == A


def test_connections_lost_in_the_middle_are_replaced_unnoticed(breakable: Proxy) -> None:
    assert query_account(A).account_id == A
    breakable.cut()
    assert query_account(A).account_id == A
    assert breakable.opened == 2


def test_a_passing_failure_is_tried_again(breakable: Proxy) -> None:
    breakable.refusals = 1
    assert query_account(A).account_id == A
    assert breakable.refusals == 0


def test_a_silent_database_is_given_up_within_the_limit(breakable: Proxy) -> None:
    assert query_account(A).account_id == A
    breakable.is_silent = True
    with short_limit('1'), pytest.raises(DatabaseConnectionError):
        extract_aws_credentials(B)
    breakable.is_silent = False
    breakable.cut()
    assert extract_aws_credentials(B).account_id == B


def test_a_slow_statement_is_stopped_by_its_limit(database: str) -> None:
    assert query_account(A).account_id == A
    lock = psycopg2.connect(database)
    with lock.cursor() as cursor:
        cursor.execute('LOCK TABLE aws_accounts IN ACCESS EXCLUSIVE MODE')
        with short_limit('0.3'), pytest.raises(DatabaseConnectionError) as raised:
            query_account(A)
        lock.rollback()
    lock.close()
    assert raised.value.detail == 'OperationalError 57014'
    assert query_account(A).account_id == A


def test_out_of_connections_is_a_passing_failure(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = f'few_{urlsplit(database).path[1:]}'
    execute(
        database,
        f"CREATE ROLE {role} LOGIN PASSWORD 'few' CONNECTION LIMIT 1;"
        f' GRANT SELECT ON aws_accounts, organizations TO {role}',
    )
    few = changed(database, username=role, password='few')
    monkeypatch.setenv('DATABASE_URL', few)
    taken = psycopg2.connect(few)
    with pytest.raises(DatabaseConnectionError):
        query_account(A)
    taken.close()
    assert query_account(A).account_id == A


def test_many_lookups_at_once_share_a_small_pool(
    database: str, aws: Endpoint, breakable: Proxy
) -> None:
    wanted = [f'{number:012}' for number in range(60)]
    found: List[str] = []

    def look_up(account_id: str) -> None:
        try:
            query_account(account_id)
        except AccountNotFoundError:
            found.append(account_id)

    threads = [threading.Thread(target=look_up, args=(each,)) for each in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 60
    assert breakable.opened <= 10


@pytest.mark.parametrize(
    'change', [{'password': 'wrong'}, {'name': 'missing'}, {'username': 'none'}]
)
def test_a_refused_login_is_not_tried_again(
    breakable: Proxy, monkeypatch: pytest.MonkeyPatch, database: str, change: Any
) -> None:
    url = database.replace(str(urlsplit(database).port), str(breakable.port))
    monkeypatch.setenv('DATABASE_URL', changed(url, **change))
    with pytest.raises(DatabaseConnectionError) as raised:
        query_account(A)
    assert breakable.opened == 1
    assert 'wrong' not in repr(raised.value.__dict__) + str(raised.value)


def test_a_missing_table_is_not_tried_again(database: str) -> None:
    execute(database, 'DROP TABLE aws_accounts')
    with pytest.raises(DatabaseConnectionError) as raised:
        query_account(A)
    assert raised.value.detail == 'ProgrammingError 42P01'


def secret_of(url: str, **changes: Any) -> Dict[str, Any]:
    parts = urlsplit(url)
    secret = {
        'username': parts.username,
        'password': parts.password,
        'host': parts.hostname,
        'port': parts.port,
        'dbname': parts.path[1:],
        **changes,
    }
    return {name: value for name, value in secret.items() if value is not None}


@pytest.mark.parametrize('field', ['dbname', 'database'])
def test_the_login_comes_from_secrets_manager(
    database: str, aws: Endpoint, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    named = {'dbname': None, field: urlsplit(database).path[1:]}
    aws.reset(secrets={'rds': secret_of(database, **named)})
    monkeypatch.delenv('DATABASE_URL')
    monkeypatch.setenv('RDS_SECRET_NAME', 'rds')
    assert query_account(A).account_id == A
    (read,) = aws.records('secretsmanager.GetSecretValue')
    assert read['account'] == '100000000000'


def test_a_rotated_password_is_read_again(
    database: str, aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.reset(secrets={'rds': secret_of(database)})
    monkeypatch.delenv('DATABASE_URL')
    monkeypatch.setenv('RDS_SECRET_NAME', 'rds')
    assert query_account(A).account_id == A
    user = urlsplit(database).username
    execute(database, f"ALTER USER {user} PASSWORD 'rotated'")
    try:
        aws.reset(secrets={'rds': secret_of(database, password='rotated')})
        from cred_extract_services import database as services

        # As after an hour: the pool's connection is gone and must log in anew.
        assert services._engine is not None
        services._engine.dispose()
        assert query_account(A).account_id == A
    finally:
        rotated = changed(database, password='rotated')
        execute(rotated, f"ALTER USER {user} PASSWORD 'retrofit-test'")


@pytest.mark.parametrize('secret', [{}, [], 'text', {'username': 'u'}])
def test_a_secret_of_another_form_is_a_database_error(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch, secret: Any
) -> None:
    aws.reset(secrets={'rds': secret})
    monkeypatch.delenv('TARGET_ACCOUNTS')
    monkeypatch.setenv('RDS_SECRET_NAME', 'rds')
    with pytest.raises(DatabaseConnectionError):
        query_account(A)


def test_an_unreadable_secret_is_a_database_error(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.reset(keys={})
    monkeypatch.setenv('RDS_SECRET_NAME', 'rds')
    monkeypatch.delenv('TARGET_ACCOUNTS')
    with pytest.raises(DatabaseConnectionError) as raised:
        query_account(A)
    assert 'could not be read' in raised.value.detail


@pytest.mark.parametrize('text', ['{', '{}', '[1]', '[{}]', '[{"account_id": "1"}]', 'null'])
def test_accounts_of_the_environment_in_another_form_are_a_database_error(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv('TARGET_ACCOUNTS', text)
    with pytest.raises(DatabaseConnectionError):
        query_account(A)


def test_accounts_of_the_environment_can_state_how_they_authenticate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stated: Dict[str, Any] = {'account_id': A, 'auth_type': 'aksk'}
    monkeypatch.setenv('TARGET_ACCOUNTS', json.dumps([stated]))
    assert query_account(A).auth_type == 'aksk'
    monkeypatch.setenv('TARGET_ACCOUNTS', json.dumps([{**stated, 'auth_type': 'other'}]))
    with pytest.raises(DatabaseConnectionError):
        query_account(A)


def test_with_nothing_configured_no_account_is_found() -> None:
    with pytest.raises(AccountNotFoundError):
        query_account(A)


def test_an_unknown_account_is_remembered_briefly(
    breakable: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cred_extract_services import credential_extractor

    unknown = '999999999999'
    for _ in range(3):
        with pytest.raises(AccountNotFoundError):
            extract_aws_credentials(unknown)
    breakable.is_silent = True
    # Known to be unknown: the database isn't asked.
    with pytest.raises(AccountNotFoundError):
        extract_aws_credentials(unknown)
    monkeypatch.setattr(credential_extractor.time, 'monotonic', lambda: time.time() + 1e6)
    with short_limit('1'), pytest.raises(DatabaseConnectionError):
        extract_aws_credentials(unknown)


@pytest.mark.parametrize('library', libraries())
def test_a_database_that_hangs_stops_neither_the_event_loop_nor_other_calls(
    library: str, breakable: Proxy, aws: Endpoint, tmp_path: Path
) -> None:
    environment = {**install_services(tmp_path), 'TARGET_ACCOUNT_TIMEOUT_SECONDS': '600'}
    with connected(lambda: stdio(library, environment)) as client:
        assert client.call('answer_text', target_account_id=A).text == A
        breakable.is_silent = True
        hanging = threading.Thread(
            target=client.call, args=('answer_text',), kwargs={'target_account_id': B}
        )
        hanging.start()
        breakable.has_swallowed.wait()
        # Sync tools, which some libraries run on the event loop: neither waits for the database.
        assert client.call('answer_text').text == 'default'
        assert client.call('answer_text', target_account_id=A).text == A
        assert hanging.is_alive()
        breakable.is_silent = False
        breakable.cut()
        hanging.join()
        assert not hanging.is_alive()


def test_both_names_of_the_database_are_read_and_its_own_comes_first(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('DATABASE_URL', 'postgresql://of:the@127.0.0.1:1/server')
    monkeypatch.setenv('ACCOUNTS_DATABASE_URL', database)
    assert query_account(A).account_id == A


@pytest.mark.parametrize(
    ('query', 'is_reached'),
    [
        ('', False),
        ('&sslmode=disable', True),
        ('&sslmode=prefer', True),
        ('&sslmode=require', False),
    ],
)
def test_a_database_elsewhere_needs_verified_encryption_unless_sslmode_says_else(
    database: str, monkeypatch: pytest.MonkeyPatch, query: str, is_reached: bool
) -> None:
    # This database has no encryption. libpq connects to hostaddr, and verifies the name.
    elsewhere = database.replace('@127.0.0.1', '@accounts.example')
    monkeypatch.setenv('ACCOUNTS_DATABASE_URL', f'{elsewhere}?hostaddr=127.0.0.1{query}')
    if is_reached:
        assert query_account(A).account_id == A
        return
    with pytest.raises(DatabaseConnectionError) as raised:
        query_account(A)
    assert 'sslrootcert' in raised.value.detail
