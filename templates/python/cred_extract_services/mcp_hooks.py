# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Make every MCP library answer an account error alike, and know which call is running.

Both `mcp` 1 and 2 put "Error executing tool X: " before a tool error's text, which makes it no
JSON any more, and `mcp` 2 keeps no request context. Both run tools through `Tool.run`; it is
wrapped to raise our own errors as they are, and to remember the call's context. Where a
version has no such method, the text keeps its prefix and everything else works.

`mcp` 2 answers every request, resources and prompts too, through a chain that is composed anew for
each; it is wrapped to remember the request, as `mcp` 1 does by itself.
"""

import functools
import importlib
from .answers import AccountToolError
from .call import running_context, running_request
from .context_manager import credentials_scope, current_state
from typing import Any, Callable


_MODULES = ('mcp.server.fastmcp.tools.base', 'mcp.server.mcpserver.tools.base')
_MARK = '__aws_account_hook__'


@functools.lru_cache(maxsize=None)
def install_mcp_hooks() -> None:
    """Wrap what runs tools and requests in the MCP library that is installed; again does nothing.

    It is called where a tool is decorated, since that is in a server, which loads it anyway.
    """
    for name in _MODULES:
        try:
            tool_class = importlib.import_module(name).Tool
        except (ImportError, AttributeError):
            continue
        if not hasattr(tool_class.run, _MARK):
            tool_class.run = _wrapped(tool_class.run)
    _remember_requests()


def _wrapped(run: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(run)
    async def run_with_context(
        self: Any, arguments: Any, context: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        token = running_context.set(context)
        try:
            # A tool that sets its account itself can't leave it to the next call.
            with credentials_scope(current_state()):
                return await run(self, arguments, context, *args, **kwargs)
        except Exception as error:
            if isinstance(error.__cause__, AccountToolError):
                failure = error.__cause__
            else:
                raise
        finally:
            running_context.reset(token)
        raise failure

    setattr(run_with_context, _MARK, True)
    return run_with_context


def _remember_requests() -> None:
    try:
        runner: Any = importlib.import_module('mcp.server.runner').ServerRunner
        compose = runner._compose_server_middleware
    except (ImportError, AttributeError):
        return

    @functools.wraps(compose)
    def compose_in_request(self: Any, inner: Callable[..., Any]) -> Callable[..., Any]:
        answer = compose(self, inner)

        async def answer_in_request(context: Any) -> Any:
            token = running_request.set(context)
            try:
                return await answer(context)
            finally:
                running_request.reset(token)

        return answer_in_request

    runner._compose_server_middleware = compose_in_request
