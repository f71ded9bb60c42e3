# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""What stands between the network and the MCP library, whichever that is.

- A request with a Host that is no address, not this machine and not on FASTMCP_ALLOWED_HOSTS is
  refused, and one whose Origin is another site's: a browser on a page of anybody's could send it.
- Bodies are JSON, no longer than FASTMCP_MAX_BODY_BYTES, and must come in time, as must headers.
- A platform's probes are answered: ping at /mcp and /mcp/ without a token, whatever it accepts.
- Clients that accept JSON only get the answer alone, clients that say `params: null` are understood.
- It doesn't start while accounts are registered and nothing says who may name them.
"""

import asyncio
import json
import sys
import time
from ..authorization import NO_RULE, has_rule
from ..settings import accounts_are_configured
from . import Settings, is_host_allowed, is_origin_allowed
from typing import Any, Awaitable, Callable, Dict, List, MutableMapping, Optional, Tuple


Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


MCP_PATH = '/mcp'
BODY_SECONDS = 30.0
HEADER_SECONDS = 15.0
BOTH = b'application/json, text/event-stream'
_STARTED = int(time.time())
# What is answered once the event loop runs, and the server's main has come as far as serving; the
# second is what AgentCore asks.
PROBES: Dict[str, Dict[str, Any]] = {
    '/health': {'status': 'ok'},
    '/ping': {'status': 'Healthy', 'time_of_last_update': _STARTED},
}


def guard_http(settings: Settings) -> None:
    """Put the guard before every application that uvicorn serves. Call it once, for HTTP only.

    A main that hands its application to uvicorn says where to listen; the settings count instead,
    for the first server that it makes: a second one, for metrics say, keeps its own port.
    """
    import uvicorn

    create, load = uvicorn.Config.__init__, uvicorn.Config.load
    made: List[Any] = []

    def __init__(self: Any, app: Any, *args: Any, **kwargs: Any) -> None:
        _require_rule()
        kwargs.setdefault('http', _protocol())
        create(self, app if isinstance(app, str) else Guard(app, settings), *args, **kwargs)
        if not made and self.uds is None and self.fd is None:
            self.host, self.port = settings.host, settings.port
        made.append(self)

    def load_guarded(self: Any) -> None:
        load(self)
        # Named as a text, the application is known only now.
        if isinstance(self.app, str):
            self.loaded_app = Guard(self.loaded_app, settings)

    uvicorn.Config.__init__ = __init__  # type: ignore[method-assign]
    uvicorn.Config.load = load_guarded  # type: ignore[method-assign]


def _require_rule() -> None:
    if accounts_are_configured() and not has_rule():
        print(f'entrypoint: not started: {NO_RULE}', file=sys.stderr)
        raise SystemExit(2)


class Guard:
    """An ASGI application before another one."""

    def __init__(self, app: App, settings: Settings) -> None:
        """Take the application to guard."""
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope['type'] != 'http' or (scope['method'] == 'GET' and scope['path'] != MCP_PATH):
            if scope['type'] == 'http' and scope['path'] in PROBES:
                send = _AnswerProbe(send, PROBES[scope['path']])
            return await self._app(scope, receive, send)
        headers = _headers(scope)
        if not is_host_allowed(headers.get('host', ''), self._settings.allowed_hosts):
            return await _refuse(send, 421, 'Host is not allowed; see FASTMCP_ALLOWED_HOSTS')
        if not is_origin_allowed(headers.get('origin'), self._settings):
            return await _refuse(send, 403, 'Origin is not allowed; see FASTMCP_ALLOWED_ORIGINS')
        if scope['method'] == 'POST' and scope['path'].rstrip('/') == MCP_PATH:
            return await self._post(scope, headers, receive, send)
        return await self._app(scope, receive, send)

    async def _post(
        self, scope: Message, headers: Dict[str, str], receive: Receive, send: Send
    ) -> None:
        if headers.get('content-type', '').split(';')[0].strip().lower() != 'application/json':
            return await _refuse(send, 415, 'Content-Type must be application/json')
        try:
            reading = _read_body(receive, headers, self._settings.max_body_bytes)
            body = await asyncio.wait_for(reading, BODY_SECONDS)
        except ValueError:
            return await _refuse(send, 413, 'the body is too long; see FASTMCP_MAX_BODY_BYTES')
        except asyncio.TimeoutError:
            return await _refuse(send, 408, 'the body did not come in time')
        if body is None:
            return
        message = _parse(body)
        if message.get('method') == 'ping' and 'id' in message:
            return await _send_json(
                send, 200, {'jsonrpc': '2.0', 'id': message['id'], 'result': {}}
            )
        if 'params' in message and message['params'] is None:
            body = json.dumps(
                {name: message[name] for name in message if name != 'params'}
            ).encode()
        scope = {**scope, 'path': MCP_PATH, 'raw_path': MCP_PATH.encode()}
        accepted = headers.get('accept', '*/*')
        scope['headers'] = _rewritten(scope['headers'], accepted, len(body))
        if 'text/event-stream' in accepted or '*/*' in accepted or 'text/*' in accepted:
            return await self._app(scope, _replay(body, receive), send)
        await self._app(scope, _replay(body, receive), _AnswerAlone(send, message.get('id')))


class _AnswerProbe:
    """Answers a probe where the application has no answer of its own, or wants a token."""

    def __init__(self, send: Send, state: Dict[str, Any]) -> None:
        self._send = send
        self._state = state
        self._is_answered = False

    async def __call__(self, message: Message) -> None:
        if message['type'] == 'http.response.start' and message['status'] in (401, 403, 404, 405):
            self._is_answered = True
            await _send_json(self._send, 200, self._state)
        elif not self._is_answered:
            await self._send(message)


class _AnswerAlone:
    """Sends of an event stream only the answer, as JSON, for a client that accepts no stream."""

    def __init__(self, send: Send, request_id: Any) -> None:
        self._send = send
        self._id = request_id
        self._body: Optional[bytearray] = None

    async def __call__(self, message: Message) -> None:
        if message['type'] == 'http.response.start':
            kind = _headers(message).get('content-type', '')
            if kind.startswith('text/event-stream'):
                self._body = bytearray()
                return
        body = self._body
        if body is None:
            return await self._send(message)
        body += message.get('body', b'')
        if not message.get('more_body'):
            await _send_json(self._send, 200, _answer_in(bytes(body), self._id))


def _headers(scope: Message) -> Dict[str, str]:
    return {
        name.decode('latin-1').lower(): text.decode('latin-1') for name, text in scope['headers']
    }


def _rewritten(headers: Any, accepted: str, length: int) -> List[Tuple[bytes, bytes]]:
    """Return the headers with an Accept that the library takes, if it is a sane one at all."""
    is_sane = any(kind in accepted for kind in ('*/*', 'application/json', 'application/*'))
    left_out = (b'content-length', b'transfer-encoding', *((b'accept',) if is_sane else ()))
    kept = [(name, text) for name, text in headers if name.lower() not in left_out]
    kept.append((b'content-length', str(length).encode()))
    return [*kept, (b'accept', BOTH)] if is_sane else kept


async def _read_body(receive: Receive, headers: Dict[str, str], limit: int) -> Optional[bytes]:
    """Return the body, or None if the client went away.

    Raises:
        ValueError: if it is longer than the limit.
    """
    if headers.get('content-length', '0').isdecimal():
        if int(headers.get('content-length', '0')) > limit:
            raise ValueError
    body = bytearray()
    while True:
        message = await receive()
        if message['type'] == 'http.disconnect':
            return None
        body += message.get('body', b'')
        if len(body) > limit:
            raise ValueError
        if not message.get('more_body'):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    messages = iter([{'type': 'http.request', 'body': body, 'more_body': False}])

    async def replay() -> Message:
        return next(messages, None) or await receive()

    return replay


def _parse(body: bytes) -> Dict[str, Any]:
    try:
        message = json.loads(body)
    except ValueError:
        # What is no JSON is the library's to refuse.
        return {}
    return message if isinstance(message, dict) else {}


def _answer_in(stream: bytes, request_id: Any) -> Dict[str, Any]:
    lines = stream.decode().splitlines()
    events = [_parse(line[5:].encode()) for line in lines if line.startswith('data:')]
    answers = [
        event for event in events if event.get('id') == request_id and 'method' not in event
    ]
    return answers[-1] if answers else {}


async def _refuse(send: Send, status: int, text: str) -> None:
    error = {'code': -32600, 'message': text}
    await _send_json(send, status, {'jsonrpc': '2.0', 'id': None, 'error': error})


async def _send_json(send: Send, status: int, content: Any) -> None:
    body = json.dumps(content).encode()
    length = str(len(body)).encode()
    headers = [(b'content-type', b'application/json'), (b'content-length', length)]
    await send({'type': 'http.response.start', 'status': status, 'headers': headers})
    await send({'type': 'http.response.body', 'body': body})


def _protocol() -> Any:
    """Return uvicorn's HTTP protocol, which has no limit of its own for headers that never end."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    base: Any = AutoHTTPProtocol

    class Timed(base):  # type: ignore[misc]
        """Closes a connection whose next request doesn't come in time, once it has begun."""

        _timer: Any = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def connection_lost(self, exc: Any) -> None:
            self._stop()
            super().connection_lost(exc)

        def _watch(self) -> None:
            if self.cycle is not None and not self.cycle.response_complete:
                self._stop()
            elif self._timer is None:
                self._timer = self.loop.call_later(HEADER_SECONDS, self._close)

        def _close(self) -> None:
            self._timer = None
            if self.cycle is None or self.cycle.response_complete:
                self.transport.close()

        def _stop(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return Timed
