"""Make the server speak the transport that the environment asks for, whatever its main says.

A server's main ends in `mcp.run()`, `mcp.run(transport='stdio')` or `await mcp.run_stdio_async()`.
All of them come down to one method for each transport on the library's server class, so those
methods are replaced: by one that looks at the settings. It works on mcp 1 and 2, fastmcp 3 and 4,
and, over HTTP too, on servers made with the low-level `Server` and `stdio_server`.

Over HTTP the server also answers GET /health, unless it has a route of that name itself.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any


LOOPBACK = ('127.0.0.1', 'localhost', '::1')
HTTP_NAMES = ('streamable-http', 'http')
TRUE_WORDS = ('1', 'true', 'yes', 'on')
FALSE_WORDS = ('0', 'false', 'no', 'off')


@dataclass(frozen=True)
class Settings:
    """How to serve. `http` is streamable HTTP at POST /mcp, otherwise stdio."""

    http: bool
    host: str
    port: int
    stateless: bool
    flatten_schemas: bool


def read_settings(env: Mapping[str, str]) -> Settings:
    """Read the settings; FASTMCP_* names win over MCP_* names, and an empty value is no value.

    Raises:
        ValueError: a value that cannot be understood; the text names the variable.
    """
    name, transport = _setting(env, 'TRANSPORT', 'streamable-http')
    if transport not in (*HTTP_NAMES, 'stdio'):
        raise ValueError(f'{name} is {transport!r}; it must be streamable-http or stdio')
    return Settings(
        http=transport in HTTP_NAMES,
        host=_setting(env, 'HOST', '0.0.0.0')[1],  # nosec B104 - a container serves its host
        port=_port(*_setting(env, 'PORT', '8000')),
        stateless=_truth(*_setting(env, 'STATELESS_HTTP', 'true')),
        flatten_schemas=_truth('MCP_FLATTEN_SCHEMAS', env.get('MCP_FLATTEN_SCHEMAS') or 'true'),
    )


def _setting(env: Mapping[str, str], name: str, default: str) -> tuple[str, str]:
    for full_name in (f'FASTMCP_{name}', f'MCP_{name}'):
        if env.get(full_name):
            return full_name, env[full_name].strip()
    return f'FASTMCP_{name}', default


def _port(name: str, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(f'{name} is {text!r}; it must be a port number')
    return int(text)


def _truth(name: str, text: str) -> bool:
    if text.lower() not in (*TRUE_WORDS, *FALSE_WORDS):
        raise ValueError(f'{name} is {text!r}; it must be true or false')
    return text.lower() in TRUE_WORDS


def use_transport(settings: Settings) -> None:
    """Replace the transport methods of every MCP library that is installed.

    Call it once, before the server's modules are imported.
    """
    for module, name, fit in (
        ('mcp.server.fastmcp', 'FastMCP', _fit_mcp_1),
        ('mcp.server.mcpserver', 'MCPServer', _fit_mcp_2),
        ('fastmcp', 'FastMCP', _fit_fastmcp),
    ):
        with contextlib.suppress(ModuleNotFoundError):
            fit(getattr(importlib.import_module(module), name), settings)
    if settings.http:
        _fit_low_level(settings)


def _fit_mcp_1(server_class: Any, settings: Settings) -> None:
    """`mcp.server.fastmcp`: host, port and stateless are read from `server.settings`."""
    stdio, http = server_class.run_stdio_async, server_class.run_streamable_http_async

    async def serve(self: Any, *_: Any) -> None:
        if not settings.http:
            return await stdio(self)
        _open_to_other_hosts(self.settings, settings.host)
        self.settings.host, self.settings.port = settings.host, settings.port
        self.settings.stateless_http = settings.stateless
        _add_health(self)
        with _serving_http():
            await http(self)

    server_class.run_stdio_async = serve
    server_class.run_sse_async = serve
    server_class.run_streamable_http_async = serve


def _open_to_other_hosts(server_settings: Any, host: str) -> None:
    """Take back the guard against DNS rebinding that came with the default host 127.0.0.1.

    The constructor adds it when it is given no host. It refuses every Host header but localhost,
    so a server on 0.0.0.0 would answer nobody. A guard that the server asked for is kept.
    """
    guard = getattr(server_settings, 'transport_security', None)
    automatic = guard is not None and guard.allowed_hosts == [
        '127.0.0.1:*',
        'localhost:*',
        '[::1]:*',
    ]
    if automatic and host not in LOOPBACK:
        server_settings.transport_security = None


def _fit_mcp_2(server_class: Any, settings: Settings) -> None:
    """`mcp.server.mcpserver`: host, port and stateless are arguments of the transport method."""
    stdio, http = server_class.run_stdio_async, server_class.run_streamable_http_async

    async def serve(self: Any, **own: Any) -> None:
        if not settings.http:
            return await stdio(self)
        _add_health(self)
        await http(self, **{**_accepted(http, own), **_http_arguments(settings)})

    server_class.run_stdio_async = serve
    server_class.run_sse_async = serve
    server_class.run_streamable_http_async = serve


def _fit_fastmcp(server_class: Any, settings: Settings) -> None:
    """`fastmcp`: as mcp 2, with one method for all the HTTP transports."""
    stdio, http = server_class.run_stdio_async, server_class.run_http_async

    async def serve(self: Any, *_: Any, **own: Any) -> None:
        if not settings.http:
            return await stdio(self, **_accepted(stdio, own))
        _add_health(self)
        fixed = {**_http_arguments(settings), 'transport': 'streamable-http'}
        with _serving_http():
            await http(self, **{**_accepted(http, own), **fixed})

    server_class.run_stdio_async = serve
    server_class.run_http_async = serve


def _http_arguments(settings: Settings) -> dict[str, Any]:
    return {
        'host': settings.host,
        'port': settings.port,
        'stateless_http': settings.stateless,
    }


def _accepted(method: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """The server's own arguments, less those that only its own transport takes."""
    names = inspect.signature(method).parameters
    return {name: value for name, value in arguments.items() if name in names}


async def _health(_: Any) -> Any:
    from starlette.responses import JSONResponse

    return JSONResponse({'status': 'ok'})


def _add_health(server: Any) -> None:
    # Routes are matched in order: a /health of the server's own comes first.
    server.custom_route('/health', methods=['GET'])(_health)


# Set while one of the servers above serves HTTP: the library then calls Server.run itself, once
# for each session or request, and that call must go through.
_http_is_served = False


@contextlib.contextmanager
def _serving_http() -> Any:
    global _http_is_served
    _http_is_served = True
    try:
        yield
    finally:
        _http_is_served = False


def _fit_low_level(settings: Settings) -> None:
    """Serve `async with stdio_server() as streams: await server.run(*streams, …)` over HTTP."""
    try:
        low_level = importlib.import_module('mcp.server.lowlevel').Server
        stdio_module = importlib.import_module('mcp.server.stdio')
    except ModuleNotFoundError:
        return
    own_run = low_level.run

    async def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _http_is_served:
            return await own_run(self, *args, **kwargs)
        with _serving_http():
            await _serve_low_level(self, settings)

    @contextlib.asynccontextmanager
    async def no_streams(*_: Any) -> AsyncIterator[tuple[None, None]]:
        yield None, None

    low_level.run = run
    stdio_module.stdio_server = no_streams  # type: ignore[attr-defined]


async def _serve_low_level(server: Any, settings: Settings) -> None:
    import uvicorn
    from starlette.routing import Route

    health = Route('/health', _health, methods=['GET'])
    if hasattr(server, 'streamable_http_app'):  # mcp 2
        app = server.streamable_http_app(
            host=settings.host,
            stateless_http=settings.stateless,
            custom_starlette_routes=[health],
        )
    else:
        app = _low_level_app(server, settings, health)
    await uvicorn.Server(uvicorn.Config(app, host=settings.host, port=settings.port)).serve()


def _low_level_app(server: Any, settings: Settings, health: Any) -> Any:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from starlette.applications import Starlette
    from starlette.routing import Route

    manager = StreamableHTTPSessionManager(server, stateless=settings.stateless)

    class Endpoint:  # Route takes an instance for an ASGI application, a function for a handler
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            await manager.handle_request(scope, receive, send)

    @contextlib.asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        async with manager.run():
            yield

    return Starlette(routes=[Route('/mcp', Endpoint()), health], lifespan=lifespan)
