# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Serve over HTTP a server made with the low-level `Server`, without a change to its main.

Such a main says `async with stdio_server() as (read, write): await server.run(read, write, …)`.
Here `stdio_server` leaves stdin and stdout alone, and `Server.run`, given what it yields, serves
HTTP. Given real streams it does what it did: the library runs each session or request by it.
"""

import contextlib
import importlib
import time
from .gateway_settings import Settings
from typing import Any, AsyncIterator, Dict, List, Tuple


MCP_PATH = '/mcp'
HEALTH_PATH = '/health'
PING_PATH = '/ping'
_STARTED = int(time.time())


def health_state() -> Dict[str, Any]:
    """Return what GET /health answers."""
    return {'status': 'ok'}


def ping_state() -> Dict[str, Any]:
    """Return what GET /ping answers."""
    return {'status': 'Healthy', 'time_of_last_update': _STARTED}


async def answer_health(_: Any) -> Any:
    """Answer GET /health: the event loop runs, and the server's main has come as far as serving."""
    from starlette.responses import JSONResponse

    return JSONResponse(health_state())


async def answer_ping(_: Any) -> Any:
    """Answer GET /ping as AgentCore asks it."""
    from starlette.responses import JSONResponse

    return JSONResponse(ping_state())


PROBE_STATES = {HEALTH_PATH: health_state, PING_PATH: ping_state}
PROBES = ((HEALTH_PATH, answer_health), (PING_PATH, answer_ping))


def fit_low_level(settings: Settings) -> None:
    """Replace `Server.run` and `stdio_server`. Only for HTTP, before the server is imported."""
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

    probes = [Route(path, answer, methods=['GET']) for path, answer in PROBES]
    if hasattr(server, 'streamable_http_app'):  # mcp 2
        app = server.streamable_http_app(
            host=settings.host,
            stateless_http=settings.stateless,
            transport_security=unchecked_hosts(),
            custom_starlette_routes=probes,
        )
    else:
        app = _app(server, settings, probes)
    await uvicorn.Server(uvicorn.Config(app, host=settings.host, port=settings.port)).serve()


def unchecked_hosts() -> Any:
    """Return the settings of `mcp` that leave the check of Host and Origin to gateway_http.py."""
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
