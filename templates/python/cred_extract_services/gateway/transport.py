# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Make the server speak the transport that the environment asks for, whatever its main says.

A server's main ends in `mcp.run()`, `mcp.run(transport='stdio')` or `await mcp.run_stdio_async()`.
All of them come down to one method for each transport on the library's server class, so those
methods are replaced: by one that looks at the settings. It works on mcp 1 and 2, fastmcp 3 and 4,
and, over HTTP too, on servers made with the low-level `Server` and `stdio_server`.

Over HTTP the server also answers GET /health and GET /ping, unless it has such a route itself.
"""

import contextlib
import importlib
import inspect
from . import Settings
from .guard import MCP_PATH, PROBES, guard_http
from typing import Any, AsyncIterator, Awaitable, Callable, Dict, List, Tuple


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
        guard_http(settings)


def _fit_mcp_1(server_class: Any, settings: Settings) -> None:
    """`mcp.server.fastmcp`: host, port and stateless are read from `server.settings`."""
    stdio, http = server_class.run_stdio_async, server_class.run_streamable_http_async

    async def serve(self: Any, *_: Any) -> None:
        if not settings.http:
            await stdio(self)
            return
        _leave_hosts_to_the_guard(self.settings)
        self.settings.host, self.settings.port = settings.host, settings.port
        self.settings.stateless_http = settings.stateless
        self.settings.streamable_http_path = MCP_PATH
        _add_health(self)
        await http(self)

    server_class.run_stdio_async = serve
    server_class.run_sse_async = serve
    server_class.run_streamable_http_async = serve
    application = server_class.streamable_http_app

    def streamable_http_app(self: Any, *arguments: Any) -> Any:
        if settings.http:
            _leave_hosts_to_the_guard(self.settings)
            self.settings.stateless_http = settings.stateless
        return application(self, *arguments)

    # For a main that hands the application to uvicorn.
    server_class.streamable_http_app = streamable_http_app


def _leave_hosts_to_the_guard(server_settings: Any) -> None:
    """Take back the library's check of Host that comes with its default host, 127.0.0.1.

    It refuses every name but localhost, so a server on 0.0.0.0 would answer nobody;
    guard.py checks on every host. A check that the server asked for is kept.
    """
    guard = getattr(server_settings, 'transport_security', None)
    automatic = guard is not None and guard.allowed_hosts == [
        '127.0.0.1:*',
        'localhost:*',
        '[::1]:*',
    ]
    if automatic:
        server_settings.transport_security = None


def _fit_mcp_2(server_class: Any, settings: Settings) -> None:
    """`mcp.server.mcpserver`: host, port and stateless are arguments of the transport method."""
    stdio, http = server_class.run_stdio_async, server_class.run_streamable_http_async

    async def serve(self: Any, **own: Any) -> None:
        if not settings.http:
            await stdio(self)
            return
        _add_health(self)
        fixed = {**_http_arguments(settings), 'streamable_http_path': MCP_PATH}
        # As above: on 127.0.0.1 it would check Host by itself.
        own.setdefault('transport_security', _unchecked_hosts())
        await http(self, **{**_accepted(http, own), **fixed})

    server_class.run_stdio_async = serve
    server_class.run_sse_async = serve
    server_class.run_streamable_http_async = serve
    _fit_application(
        server_class,
        'streamable_http_app',
        settings,
        lambda own: own.setdefault('transport_security', _unchecked_hosts()),
    )


def _fit_application(
    server_class: Any, name: str, settings: Settings, leave_hosts: Callable[[Dict[str, Any]], Any]
) -> None:
    """For a main that hands the application to uvicorn: stateless, with hosts left to the guard."""
    application = getattr(server_class, name)

    def fitted(self: Any, *arguments: Any, **own: Any) -> Any:
        if settings.http:
            own.setdefault('stateless_http', settings.stateless)
            leave_hosts(own)
        return application(self, *arguments, **_accepted(application, own))

    setattr(server_class, name, fitted)


def _fit_fastmcp(server_class: Any, settings: Settings) -> None:
    """`fastmcp`: as mcp 2, with one method for all the HTTP transports."""
    stdio, http = server_class.run_stdio_async, server_class.run_http_async

    async def serve(self: Any, *_: Any, **own: Any) -> None:
        if not settings.http:
            await stdio(self, **_accepted(stdio, own))
            return
        _add_health(self)
        fixed = {**_http_arguments(settings), 'path': MCP_PATH, 'transport': 'http'}
        if 'allowed_hosts' not in own:
            own.setdefault('host_origin_protection', False)
        await http(self, **{**_accepted(http, own), **fixed})

    server_class.run_stdio_async = serve
    server_class.run_http_async = serve
    _fit_application(
        server_class,
        'http_app',
        settings,
        lambda own: 'allowed_hosts' in own or own.setdefault('host_origin_protection', False),
    )


def _http_arguments(settings: Settings) -> Dict[str, Any]:
    return {
        'host': settings.host,
        'port': settings.port,
        'stateless_http': settings.stateless,
    }


def _accepted(method: Any, arguments: Dict[str, Any]) -> Dict[str, Any]:
    """The server's own arguments, less those that only its own transport takes."""
    names = inspect.signature(method).parameters
    return {name: value for name, value in arguments.items() if name in names}


def _add_health(server: Any) -> None:
    # Routes are matched in order: a /health or a /ping of the server's own comes first.
    for path in PROBES:
        server.custom_route(path, methods=['GET'])(_answer(path))


def _answer(path: str) -> Callable[[Any], Awaitable[Any]]:
    async def answer(_: Any) -> Any:
        from starlette.responses import JSONResponse

        return JSONResponse(PROBES[path])

    return answer


def _fit_low_level(settings: Settings) -> None:
    """The low-level `Server`, whose main says `async with stdio_server() as (read, write): …`.

    `stdio_server` leaves stdin and stdout alone then, and `Server.run`, given what it yields, serves
    HTTP. Given real streams it does what it did: the library runs each session or request by it.
    """
    try:
        low_level = importlib.import_module('mcp.server.lowlevel').Server
        stdio_module = importlib.import_module('mcp.server.stdio')
    except ModuleNotFoundError:
        return
    own_run = low_level.run

    async def run(self: Any, read_stream: Any, *args: Any, **kwargs: Any) -> Any:
        if read_stream is None:
            return await _serve(self, settings)
        return await own_run(self, read_stream, *args, **kwargs)

    @contextlib.asynccontextmanager
    async def no_streams(*_: Any) -> AsyncIterator[Tuple[None, None]]:
        yield None, None

    low_level.run = run
    stdio_module.stdio_server = no_streams  # type: ignore[attr-defined]


async def _serve(server: Any, settings: Settings) -> None:
    import uvicorn
    from starlette.routing import Route

    probes = [Route(path, _answer(path), methods=['GET']) for path in PROBES]
    if hasattr(server, 'streamable_http_app'):  # mcp 2
        app = server.streamable_http_app(
            host=settings.host,
            stateless_http=settings.stateless,
            transport_security=_unchecked_hosts(),
            custom_starlette_routes=probes,
        )
    else:
        app = _app(server, settings, probes)
    await uvicorn.Server(uvicorn.Config(app, host=settings.host, port=settings.port)).serve()


def _unchecked_hosts() -> Any:
    """Return the settings of `mcp` that leave the check of Host and Origin to guard.py."""
    from mcp.server.transport_security import TransportSecuritySettings

    return TransportSecuritySettings(enable_dns_rebinding_protection=False)


def _app(server: Any, settings: Settings, probes: List[Any]) -> Any:
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

    return Starlette(routes=[Route(MCP_PATH, Endpoint()), *probes], lifespan=lifespan)
