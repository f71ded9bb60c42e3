# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Run what the MCP libraries run, tools and all other requests, in the account of its call.

- A tool's call is switched to its account where the library begins it, `Tool.run`: before it
  resolves dependencies (`Depends`, `Resolve`), and on the event loop, which a sync tool can't block
  then. The decorator does it only where no library runs the tool.
- A typed error goes to the client as it is, without "Error executing tool X: " before its JSON.
- Every request runs in a scope of its own: resources, prompts and completions as the server.
- A tool's schema, where `fastmcp` or AWS Labs' Lambda handler makes it, has the parameter as it is
  elsewhere: a plain string that may be left out.
- A lifespan may sign as the server while it begins and ends, whenever that is.
- Thread pools inherit the account, as asyncio's tasks and `asyncio.to_thread` do by themselves.

Where a version of a library lacks what is hooked, the decorator still does its work.
"""

import functools
import importlib
from .accounts import PARAMETER, parameter_schema
from .authorization import (
    current_caller,
    note_http,
    running_context,
    running_request,
    warn_without_rule,
)
from .calls import TOOL_ATTRIBUTE, AccountTool, open_call_async
from .context_manager import (
    Base,
    Scope,
    credentials_scope,
    current_scope,
    enter_scope,
    note_request,
    request_scope,
)
from .exceptions import AccountToolError, CredentialExtractionError, account_tool_error
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Callable, Iterator, Optional, Tuple


Method = Callable[..., Any]

_MARK = '__aws_account_hook__'
# Where each library is, what it is hooked at, and by what.
_TOOLS = (
    ('mcp.server.fastmcp.tools.base', 'Tool'),
    ('mcp.server.mcpserver.tools.base', 'Tool'),
    ('fastmcp.tools.function_tool', 'FunctionTool'),
)
# Where `fastmcp` 2 has it; 3 and 4 have it there under its old name as well.
_TOOL_OF_FASTMCP_2 = ('fastmcp.tools.tool', 'FunctionTool')
_SERVER = 'mcp.server.lowlevel.server'


@functools.lru_cache(maxsize=None)
def install_mcp_hooks() -> None:
    """Hook the MCP libraries that are installed; again does nothing.

    It is called where a tool is decorated, since that is in a server, which loads its library
    anyway, before or after.
    """
    for owner, name, hook in _hooks():
        original = getattr(owner, name, None)
        if original is not None:
            setattr(owner, name, hook(original))


def _hooks() -> Iterator[Tuple[Any, str, Callable[[Method], Any]]]:
    for module, name in _TOOLS:
        yield _class(module, name), 'run', _run_tool
    of_fastmcp = _class(*_TOOLS[-1])
    if of_fastmcp is None:
        of_fastmcp = _class(*_TOOL_OF_FASTMCP_2)
        yield of_fastmcp, 'run', _run_tool
    yield of_fastmcp, 'from_function', _list_plainly
    yield _class('awslabs.mcp_lambda_handler', 'MCPLambdaHandler'), 'tool', _list_optional
    server = _class(_SERVER, 'Server')
    yield server, '_handle_request', _answer_request
    yield server, 'run', _with_lifespan
    manager = _class('mcp.server.streamable_http_manager', 'StreamableHTTPSessionManager')
    yield manager, 'run', _with_lifespan_of_app
    yield _class('mcp.server.runner', 'ServerRunner'), '_compose_server_middleware', _compose
    yield _class('fastmcp.server.server', 'FastMCP'), '_lifespan_manager', _in_starting


def _class(module: str, name: str) -> Optional[Any]:
    try:
        return getattr(importlib.import_module(module), name, None)
    # A library that is broken or half installed is not the one that the server uses.
    except Exception:
        return None


def _run_tool(run: Method) -> Method:
    @functools.wraps(run)
    async def run_in_account(self: Any, arguments: Any, *args: Any, **kwargs: Any) -> Any:
        context = args[0] if args else kwargs.get('context')
        token = running_context.set(context)
        tool = getattr(self.fn, TOOL_ATTRIBUTE, None)
        try:
            with await _block(tool, arguments, context):
                return await run(self, arguments, *args, **kwargs)
        except Exception as error:
            failure = _answer(error, tool)
            if failure is None:
                raise
        finally:
            running_context.reset(token)
        # Raised out here, so that no frame that held credentials hangs on it.
        raise failure

    return run_in_account


async def _block(tool: Optional[AccountTool], arguments: Any, context: Any) -> Any:
    if tool is None:
        # A tool that switches by itself can't leave its account to the next call.
        return request_scope()
    return await open_call_async(tool, arguments.get(PARAMETER), current_caller((context,)))


def _answer(error: Exception, tool: Optional[AccountTool]) -> Optional[Exception]:
    """Return the typed error that a library's error stands for, as a client is to see it."""
    for each in (error, error.__cause__):
        if isinstance(each, AccountToolError):
            return each
        if isinstance(each, CredentialExtractionError):
            return account_tool_error(each, tool.format_response if tool else None)
    return None


def _list_plainly(from_function: Method) -> Any:
    """Of `fastmcp`: it writes the default, null, beside a type that isn't."""

    @functools.wraps(from_function)
    def from_function_plainly(cls: Any, *args: Any, **kwargs: Any) -> Any:
        # Bound to the class it was looked up on; a class that extends it has its own.
        tool = from_function.__func__(cls, *args, **kwargs)  # type: ignore[attr-defined]
        tool.parameters.get('properties', {}).get(PARAMETER, {}).pop('default', None)
        return tool

    return classmethod(from_function_plainly)


def _list_optional(register: Method) -> Method:
    """Of AWS Labs' Lambda handler: it lists every parameter as required."""

    @functools.wraps(register)
    def register_optional(self: Any, *args: Any, **kwargs: Any) -> Any:
        decorate = register(self, *args, **kwargs)

        @functools.wraps(decorate)
        def decorate_optional(function: Method) -> Any:
            decorated = decorate(function)
            for tool in self.tools.values():
                schema = tool['inputSchema']
                if PARAMETER in schema['required']:
                    schema['required'].remove(PARAMETER)
                    schema['properties'][PARAMETER] = parameter_schema()
            return decorated

        return decorate_optional

    return register_optional


def _answer_request(handle: Method) -> Method:
    """Of `mcp` 1: every request but `initialize`."""

    @functools.wraps(handle)
    async def handle_in_scope(self: Any, *args: Any, **kwargs: Any) -> Any:
        note_request()
        with request_scope():
            return await handle(self, *args, **kwargs)

    return handle_in_scope


def _compose(compose: Method) -> Method:
    """Of `mcp` 2: every message goes through a chain that is composed anew for each."""

    @functools.wraps(compose)
    def compose_in_scope(self: Any, inner: Method) -> Method:
        answer = compose(self, inner)

        async def answer_in_scope(context: Any) -> Any:
            note_request()
            token = running_request.set(context)
            try:
                with request_scope():
                    return await answer(context)
            finally:
                running_request.reset(token)

        return answer_in_scope

    return compose_in_scope


class _Starting:
    """A lifespan that may sign as the server while it begins and while it ends."""

    def __init__(self, lifespan: Any) -> None:
        self._lifespan = lifespan

    async def __aenter__(self) -> Any:
        with credentials_scope(Base.STARTING):
            return await self._lifespan.__aenter__()

    async def __aexit__(self, *error: Any) -> Any:
        with credentials_scope(Base.STARTING):
            return await self._lifespan.__aexit__(*error)


def _in_starting(make_lifespan: Method) -> Method:
    @functools.wraps(make_lifespan)
    def make(*args: Any, **kwargs: Any) -> Any:
        return _Starting(make_lifespan(*args, **kwargs))

    return make


def _fit_lifespan(server: Any) -> None:
    lifespan = getattr(server, 'lifespan', None)
    if lifespan is not None and not hasattr(lifespan, _MARK):
        fitted = _in_starting(lifespan)
        setattr(fitted, _MARK, True)
        server.lifespan = fitted


def _with_lifespan(run: Method) -> Method:
    """Of `mcp`: stateless HTTP with `mcp` 1 runs the lifespan for each request."""

    @functools.wraps(run)
    async def run_with_lifespan(self: Any, *args: Any, **kwargs: Any) -> Any:
        _fit_lifespan(self)
        return await run(self, *args, **kwargs)

    return run_with_lifespan


def _with_lifespan_of_app(run: Method) -> Method:
    @functools.wraps(run)
    def run_with_lifespan(self: Any, *args: Any, **kwargs: Any) -> Any:
        note_http()
        warn_without_rule()
        _fit_lifespan(getattr(self, 'app', None))
        return run(self, *args, **kwargs)

    return run_with_lifespan


def install_executor_hook() -> None:
    """Have thread pools inherit the account: `run_in_executor`, `submit`, boto3's transfers."""
    original: Callable[..., 'Future[Any]'] = ThreadPoolExecutor.submit
    if hasattr(original, _MARK):
        return

    @functools.wraps(original)
    def submit(
        self: ThreadPoolExecutor, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> 'Future[Any]':
        scope = current_scope()
        if scope is None:
            return original(self, fn, *args, **kwargs)
        return original(self, _run_in_scope, scope, fn, *args, **kwargs)

    setattr(submit, _MARK, True)
    ThreadPoolExecutor.submit = submit  # type: ignore[assignment, method-assign]


def _run_in_scope(scope: Scope, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    with enter_scope(scope):
        return fn(*args, **kwargs)
