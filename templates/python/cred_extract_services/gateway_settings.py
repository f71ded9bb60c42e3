# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""How to serve, read from the environment.

Every setting has two names, FASTMCP_* and MCP_*: container images set the one or the other.
"""

from dataclasses import dataclass
from typing import Mapping, Tuple


HTTP_NAMES = ('streamable-http', 'http')
TRUE_WORDS = ('1', 'true', 'yes', 'on')
ANY = '*'
MAX_BODY_BYTES = 4 << 20
FALSE_WORDS = ('0', 'false', 'no', 'off')


@dataclass(frozen=True)
class Settings:
    """How to serve. `http` is streamable HTTP at POST /mcp, otherwise stdio."""

    http: bool
    host: str
    port: int
    stateless: bool
    flatten_schemas: bool
    allowed_hosts: Tuple[str, ...] = ()
    allowed_origins: Tuple[str, ...] = ()
    max_body_bytes: int = MAX_BODY_BYTES


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
        flatten_schemas=_truth(*_setting(env, 'FLATTEN_SCHEMAS', 'true')),
        allowed_hosts=_list(_setting(env, 'ALLOWED_HOSTS', '')[1]),
        allowed_origins=_list(_setting(env, 'ALLOWED_ORIGINS', '')[1]),
        max_body_bytes=_size(*_setting(env, 'MAX_BODY_BYTES', str(MAX_BODY_BYTES))),
    )


def _setting(env: Mapping[str, str], name: str, default: str) -> Tuple[str, str]:
    for full_name in (f'FASTMCP_{name}', f'MCP_{name}'):
        if env.get(full_name):
            return full_name, env[full_name].strip()
    return f'FASTMCP_{name}', default


def _port(name: str, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(f'{name} is {text!r}; it must be a port number')
    return int(text)


def _list(text: str) -> Tuple[str, ...]:
    return tuple(text.replace(',', ' ').split())


def _size(name: str, text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ValueError(f'{name} is {text!r}; it must be a number of bytes')
    return int(text)


def _truth(name: str, text: str) -> bool:
    if text.lower() not in (*TRUE_WORDS, *FALSE_WORDS):
        raise ValueError(f'{name} is {text!r}; it must be true or false')
    return text.lower() in TRUE_WORDS
