"""Real MCP clients for the tests, over stdio and streamable HTTP, for every version of `mcp`."""

import asyncio
import contextlib
import os
import shutil
import sys
import threading
from concurrent.futures import Future
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from pathlib import Path
from support.listening import listening
from typing import (
    Any,
    AsyncContextManager,
    AsyncIterator,
    Callable,
    Dict,
    Iterator,
    List,
    NamedTuple,
    Optional,
    Sequence,
    Tuple,
)


HERE = Path(__file__).parent
TEMPLATE = HERE.parent.parent.parent.parent / 'templates' / 'python' / 'cred_extract_services'


def libraries() -> List[str]:
    """Return the MCP libraries that are installed here."""
    try:
        import fastmcp  # noqa: F401
    except ImportError:
        return ['mcp']
    return ['mcp', 'fastmcp']


class Answer(NamedTuple):
    """A tool's answer."""

    is_error: bool
    text: str


def install_services(folder: Path) -> Dict[str, str]:
    """Copy the services into a package of a server, unmodified; return its environment."""
    shutil.copytree(TEMPLATE, folder / 'acme' / 'cred_extract_services', dirs_exist_ok=True)
    (folder / 'acme' / '__init__.py').write_text('')
    path = os.pathsep.join((str(folder), str(HERE.parent)))
    return {**os.environ, 'PYTHONPATH': path}


class Client:
    """A connected MCP client, usable from tests that are not async.

    Its session lives in one task of a thread's event loop, since an MCP session must be closed by
    the task that opened it.
    """

    def __init__(self, connect: Callable[[], AsyncContextManager[ClientSession]]) -> None:
        """Connect."""
        self._connect = connect
        self._ready: 'Future[ClientSession]' = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), daemon=True)
        self._thread.start()
        self._ready.result()

    def call(self, tool: str, **arguments: Any) -> 'Answer':
        """Call a tool."""
        return self.call_all([(tool, arguments)])[0]

    def call_all(self, calls: Sequence[Tuple[str, Dict[str, Any]]]) -> List['Answer']:
        """Call tools, all at once."""
        session = self._ready.result()

        async def all_at_once() -> List[Answer]:
            made = (call(session, tool, **arguments) for tool, arguments in calls)
            return list(await asyncio.gather(*made))

        return asyncio.run_coroutine_threadsafe(all_at_once(), self._loop).result()

    def tools(self) -> List[Dict[str, Any]]:
        """List the tools."""
        listing = self._ready.result().list_tools()
        result = asyncio.run_coroutine_threadsafe(listing, self._loop).result()
        return [tool.model_dump(by_alias=True) for tool in result.tools]

    def resource(self, uri: str) -> str:
        """Read a resource."""
        session: Any = self._ready.result()
        reading = session.read_resource(uri)
        result = asyncio.run_coroutine_threadsafe(reading, self._loop).result()
        return str(result.contents[0].text)

    def prompt(self, name: str) -> str:
        """Get a prompt."""
        getting = self._ready.result().get_prompt(name)
        result = asyncio.run_coroutine_threadsafe(getting, self._loop).result()
        return str(result.messages[0].content.text)  # type: ignore[union-attr]

    def close(self) -> None:
        """Disconnect."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        try:
            async with self._connect() as session:
                self._ready.set_result(session)
                await self._stop.wait()
        except BaseException as error:
            if self._ready.done():
                raise
            self._ready.set_exception(error)


@contextlib.contextmanager
def connected(connect: Callable[[], AsyncContextManager[ClientSession]]) -> Iterator[Client]:
    """Connect a client for the time of a block."""
    client = Client(connect)
    try:
        yield client
    finally:
        client.close()


@contextlib.asynccontextmanager
async def stdio(
    library: str, environment: Dict[str, str], log: Optional[Path] = None
) -> AsyncIterator[ClientSession]:
    """Start the server over stdio and connect to it."""
    async with stdio_of(['mcp_server.py', library, 'stdio'], environment, log) as session:
        yield session


@contextlib.asynccontextmanager
async def stdio_of(
    script: Sequence[str], environment: Dict[str, str], log: Optional[Path] = None
) -> AsyncIterator[ClientSession]:
    """Start a script of this folder, with its arguments, over stdio and connect to it."""
    command = [str(HERE / script[0]), *script[1:]]
    parameters = StdioServerParameters(command=sys.executable, args=command, env=environment)
    with open(log or os.devnull, 'a') as errors:
        async with stdio_client(parameters, errlog=errors) as (read, write):
            async with ClientSession(read, write) as session:
                await session.initialize()
                yield session


@contextlib.contextmanager
def http_server(
    library: str, environment: Dict[str, str], log: Optional[Path] = None
) -> Iterator[str]:
    """Start the server over streamable HTTP and return its URL."""
    command = [sys.executable, str(HERE / 'mcp_server.py'), library, 'http', '0']
    environment = {'ALLOWED_TARGET_ACCOUNTS': '*', **environment}
    with listening(command, environment, log or Path(os.devnull)) as port:
        yield f'http://127.0.0.1:{port}/mcp'


@contextlib.asynccontextmanager
async def http(url: str, token: Optional[str] = None) -> AsyncIterator[ClientSession]:
    """Connect to a server over streamable HTTP."""
    async with contextlib.AsyncExitStack() as stack:
        streams = await stack.enter_async_context(_http_streams(url, token))
        session = await stack.enter_async_context(ClientSession(streams[0], streams[1]))
        await session.initialize()
        yield session


def _http_streams(url: str, token: Optional[str]) -> Any:
    headers = {'Authorization': f'Bearer {token}'} if token else {}
    try:
        from mcp.client.streamable_http import streamablehttp_client
    except ImportError:
        import httpx2
        from mcp.client.streamable_http import streamable_http_client

        client = httpx2.AsyncClient(headers=headers, timeout=None)
        return streamable_http_client(url, http_client=client)
    return streamablehttp_client(url, headers=headers, timeout=3600)


async def call(session: ClientSession, tool: str, **arguments: Any) -> Answer:
    """Call a tool."""
    result = await session.call_tool(tool, arguments)
    is_error = result.model_dump(by_alias=True)['isError']
    return Answer(bool(is_error), result.content[0].text)  # type: ignore[union-attr]
