"""The entry point over HTTP: what it refuses, what it answers, and when it doesn't start."""

import asyncio
import contextlib
import json
import os
import pytest
import shutil
import socket
import subprocess
import sys
from conftest import HERE, TEMPLATE, A, B, C, Endpoint
from cred_extract_services.gateway import Settings, guard, read_settings
from http.client import HTTPConnection
from pathlib import Path
from support.clients import connected, http, libraries
from support.listening import listening
from typing import Any, Dict, Iterator, List, NamedTuple, Tuple


class Running(NamedTuple):
    """A server that was started by its entry point."""

    port: int
    log: Path

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Tuple[int, str]:
        """Ask it; return the status and the text. A header given as '' isn't sent."""
        sent = {'Content-Type': 'application/json', 'Accept': '*/*', 'Host': 'localhost'}
        sent |= {name.replace('_', '-'): text for name, text in headers.items()}
        connection = HTTPConnection('127.0.0.1', self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body else b''
        for name, text in {**sent, 'Content-Length': str(len(data))}.items():
            if text:
                connection.putheader(name, text)
        connection.endheaders(data)
        answer = connection.getresponse()
        # Whoever refuses a request by its headers may close before the body is read: the rest is lost then.
        with contextlib.suppress(ConnectionResetError):
            return answer.status, answer.read().decode()
        return answer.status, ''


def program(folder: Path, library: str) -> List[str]:
    """Write a server as the retrofit leaves it, and return what starts it."""
    shutil.copytree(TEMPLATE / 'cred_extract_services', folder / 'acme' / 'cred_extract_services')
    (folder / 'acme' / '__init__.py').write_text('')
    shutil.copy(HERE / 'support' / 'entrypoint_server.py', folder / 'server.py')
    text = (TEMPLATE / 'entrypoint.py').read_text()
    for name, value in (
        ('SERVER_MAIN', 'server:main'),
        ('SERVICES', 'acme.cred_extract_services'),
        ('SOURCE_ROOT', '.'),
    ):
        text = text.replace('{{' + name + '}}', value)
    (folder / 'entrypoint.py').write_text(text)
    return [sys.executable, '-m', 'entrypoint', library]


@contextlib.contextmanager
def running(folder: Path, library: str, **environment: str) -> Iterator[Running]:
    """Start a server and wait until it listens."""
    # The entry point takes no port 0.
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = str(probe.getsockname()[1])
    settings = {**os.environ, 'MCP_HOST': '127.0.0.1', 'MCP_PORT': port, **environment}
    log = folder / 'log'
    with listening(program(folder, library), settings, log, folder) as taken:
        yield Running(taken, log)


KINDS = [
    *libraries(),
    'lowlevel',
    *[f'{library}-{way}' for library in libraries() for way in ('uvicorn', 'named')],
]
PING = {'jsonrpc': '2.0', 'id': 7, 'method': 'ping'}
PONG = {'jsonrpc': '2.0', 'id': 7, 'result': {}}


def tool_call(**arguments: Any) -> Dict[str, Any]:
    params = {'name': 'whoami', 'arguments': arguments}
    return {'jsonrpc': '2.0', 'id': 1, 'method': 'tools/call', 'params': params}


@pytest.fixture(scope='module', params=KINDS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp('served')
    limits = {'MCP_MAX_BODY_BYTES': '100000', 'MCP_ALLOWED_HOSTS': 'mcp.acme.example'}
    with running(folder, request.param, HOME=str(folder), **limits) as each:
        yield each


@pytest.mark.parametrize('path', ['/mcp', '/mcp/'])
@pytest.mark.parametrize('accept', ['', '*/*', 'application/json', 'text/event-stream'])
@pytest.mark.parametrize('params', [{}, {'params': None}, {'params': {}}])
def test_a_platforms_ping_is_answered(
    server: Running, path: str, accept: str, params: Any
) -> None:
    status, text = server.ask('POST', path, {**PING, **params}, Accept=accept)
    assert (status, json.loads(text)) == (200, PONG)


def test_the_other_probes_are_answered(server: Running) -> None:
    status, text = server.ask('GET', '/health', Host='10.1.2.3:8000')
    assert (status, json.loads(text)) == (200, {'status': 'ok'})
    status, text = server.ask('GET', '/ping', Host='whatever')
    told = json.loads(text)
    assert (status, told['status']) == (200, 'Healthy')
    assert isinstance(told['time_of_last_update'], int)


@pytest.mark.parametrize('accept', ['', '*/*', 'application/json', 'application/json, text/*'])
@pytest.mark.parametrize('path', ['/mcp', '/mcp/'])
def test_a_tool_answers_whatever_sane_accept_there_is(
    server: Running, accept: str, path: str
) -> None:
    status, text = server.ask('POST', path, tool_call(), Accept=accept)
    assert status == 200, text
    assert 'AKIA' not in text and 'default' in text
    if accept == 'application/json':
        assert json.loads(text)['id'] == 1


def test_params_null_are_no_params(server: Running) -> None:
    listing = {'jsonrpc': '2.0', 'id': 1, 'method': 'tools/list', 'params': None}
    status, text = server.ask('POST', '/mcp', listing, Accept='application/json')
    assert status == 200
    (tool,) = json.loads(text)['result']['tools']
    assert tool['inputSchema']['properties']['target_account_id']['type'] == 'string'


@pytest.mark.parametrize(
    ('host', 'status'),
    [
        ('localhost:8000', 200),
        ('127.0.0.1', 200),
        ('[::1]:8000', 200),
        ('10.0.0.7:8000', 200),
        ('mcp.acme.example', 200),
        ('evil.example', 421),
        ('', 400),
    ],
)
def test_the_host_is_checked(server: Running, host: str, status: int) -> None:
    assert server.ask('POST', '/mcp', tool_call(), Host=host)[0] == status


@pytest.mark.parametrize(
    ('origin', 'status'),
    [
        ('http://localhost:6274', 200),
        ('https://mcp.acme.example', 200),
        ('http://evil.example', 403),
        ('null', 403),
        ('http://[', 403),
    ],
)
def test_the_origin_is_checked(server: Running, origin: str, status: int) -> None:
    assert server.ask('POST', '/mcp', tool_call(), Origin=origin)[0] == status


def test_only_json_of_a_bounded_size_is_taken(server: Running) -> None:
    data = json.dumps(tool_call()).encode()
    for kind in ('text/plain', 'application/x-www-form-urlencoded', ''):
        assert server.ask('POST', '/mcp', data, Content_Type=kind)[0] == 415
    assert server.ask('POST', '/mcp', data + b' ' * 100_000)[0] == 413
    kind = 'application/json; charset=utf-8'
    assert server.ask('POST', '/mcp', data, Content_Type=kind)[0] == 200
    assert server.ask('POST', '/mcp', b'{')[0] == 400


def test_a_body_without_a_length_is_bounded_too(server: Running) -> None:
    with socket.create_connection(('127.0.0.1', server.port), timeout=60) as sent:
        sent.sendall(
            b'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
            b'Transfer-Encoding: chunked\r\n\r\n'
        )
        answer = b''
        with contextlib.suppress(OSError):
            for _ in range(20):
                sent.sendall(b'4000\r\n' + b' ' * 0x4000 + b'\r\n')
        with contextlib.suppress(OSError):
            answer = sent.recv(100)
        assert b'413' in answer


def test_nobody_cancels_anothers_call(server: Running) -> None:
    """Numbers are each client's own: both count from 1, over sessions or without."""
    slow = HTTPConnection('127.0.0.1', server.port, timeout=60)
    headers = {'Content-Type': 'application/json', 'Accept': '*/*', 'Host': 'localhost'}
    slow.request('POST', '/mcp', json.dumps(tool_call(wait=True)), headers)
    while 'waiting' not in server.log.read_text():
        pass
    params = {'requestId': 1}
    cancel = {'jsonrpc': '2.0', 'method': 'notifications/cancelled', 'params': params}
    assert server.ask('POST', '/mcp', cancel)[0] == 202
    assert server.ask('POST', '/mcp', tool_call(go=True))[0] == 200
    answer = slow.getresponse()
    assert answer.status == 200 and 'waited' in answer.read().decode()
    server.log.write_text('')


@pytest.mark.parametrize('library', KINDS)
def test_it_does_not_start_while_nothing_says_who_may_name_accounts(
    library: str, aws: Endpoint, tmp_path: Path
) -> None:
    command = program(tmp_path, library)
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith('entrypoint: not started: over HTTP no account may be named')
    assert 'ALLOWED_TARGET_ACCOUNTS' in last and 'Traceback' not in done.stderr


@pytest.mark.parametrize('rule', ['ALLOWED_TARGET_ACCOUNTS', 'rule'])
def test_with_a_rule_it_starts_and_keeps_to_it(rule: str, aws: Endpoint, tmp_path: Path) -> None:
    with running(tmp_path, libraries()[-1], **{rule.upper(): f'{A},{B}'}) as server:
        with connected(lambda: http(f'http://127.0.0.1:{server.port}/mcp')) as client:
            assert client.call('whoami', target_account_id=B).text == f'{B} ASIA{B}'
            assert client.call('whoami').text == 'default AKIABASE'
            refused = client.call('whoami', target_account_id=C)
            assert json.loads(refused.text)['error_type'] == 'account_access_denied'
    lines = [line for line in server.log.read_text().splitlines() if line.startswith('{"time"')]
    told = [json.loads(line) for line in lines]
    assert [(line['account_id'], line['outcome']) for line in told] == [
        (B, 'ok'),
        ('default', 'ok'),
        (C, 'account_access_denied'),
    ]
    assert all(line['request_id'] for line in told)


def test_settings_that_cannot_be_read_are_named() -> None:
    with pytest.raises(ValueError, match='MCP_MAX_BODY_BYTES'):
        read_settings({'MCP_MAX_BODY_BYTES': 'much'})
    settings = read_settings({'FASTMCP_ALLOWED_HOSTS': 'a, b', 'MCP_ALLOWED_ORIGINS': '*'})
    assert (settings.allowed_hosts, settings.allowed_origins) == (('a', 'b'), ('*',))


async def guarded(messages: List[Dict[str, Any]]) -> List[Any]:
    """Send a request to a guard alone; what comes after the messages never does."""
    seen: List[Any] = []

    async def receive() -> Dict[str, Any]:
        if messages:
            return messages.pop(0)
        return await asyncio.get_running_loop().create_future()

    async def send(message: Any) -> None:
        seen.append(message)

    async def app(*_: Any) -> None:
        raise AssertionError('it must not come this far')

    settings = Settings(True, '0.0.0.0', 8000, True, True)
    names = ((b'host', b'localhost'), (b'content-type', b'application/json'))
    scope = {'type': 'http', 'method': 'POST', 'path': '/mcp', 'headers': names}
    await guard.Guard(app, settings)(scope, receive, send)
    return seen


async def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, 'BODY_SECONDS', 0.01)
    seen = await guarded([{'type': 'http.request', 'body': b'{', 'more_body': True}])
    assert seen[0]['status'] == 408
    assert await guarded([{'type': 'http.disconnect'}]) == []


async def test_headers_that_never_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test lets the time run out itself: a busy machine could take longer than a short limit."""
    import uvicorn

    loop = asyncio.get_running_loop()
    call_later = loop.call_later
    limits: 'asyncio.Queue[Tuple[asyncio.TimerHandle, Any]]' = asyncio.Queue()

    def observed(delay: float, callback: Any, *args: Any, **kwargs: Any) -> asyncio.TimerHandle:
        handle = call_later(delay, callback, *args, **kwargs)
        if delay == guard.HEADER_SECONDS:
            limits.put_nowait((handle, callback))
        return handle

    async def run_out() -> None:
        handle, give_up = await limits.get()
        while handle.cancelled():
            handle, give_up = await limits.get()
        handle.cancel()
        give_up()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await guard._send_json(send, 200, 'well')

    monkeypatch.setattr(guard, 'HEADER_SECONDS', 3601.5)
    monkeypatch.setattr(loop, 'call_later', observed)
    config = uvicorn.Config(app, port=0, http=guard._protocol(), lifespan='off')
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    for begun in (b'', b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'):
        reader, writer = await asyncio.open_connection('127.0.0.1', port)
        writer.write(begun)
        if begun:
            assert b'200' in await reader.readline()
        writer.write(b'GET / HTTP/1.1\r\nHo')
        await run_out()
        # It ends, reset or not: read() would wait for ever otherwise.
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()
    server.should_exit = True
    await task
