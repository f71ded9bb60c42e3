# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The name of an assumed role's session: what CloudTrail's readers see."""

import re
from .settings import setting
from typing import Optional


# STS takes 2 to 64 characters, of these only.
MAX_LENGTH = 64
_REFUSED = re.compile(r'[^\w+=,.@-]+', re.ASCII)
_SERVER_LENGTH = 24
_TOOL_LENGTH = 24


def session_name(tool: str, caller: Optional[str]) -> str:
    """Return `server.tool.caller`, each part cut to its share of the 64 characters.

    The server is MCP_SERVER_NAME, else the package that these services are in.
    """
    parts = [_clean(_server())[:_SERVER_LENGTH], _clean(tool)[:_TOOL_LENGTH]]
    if caller:
        parts.append(_clean(caller))
    return '.'.join(part for part in parts if part)[:MAX_LENGTH]


def _server() -> str:
    package = (__package__ or '').split('.')
    return setting('MCP_SERVER_NAME') or (package[-2] if len(package) > 1 else 'mcp-server')


def _clean(text: str) -> str:
    return _REFUSED.sub('-', text)
