# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""What entrypoint.py serves with; a server that is started otherwise needs none of it.

    __init__.py   the settings of serving, which hosts and pages may call, and where logs go
    transport.py  the server speaks the transport that the environment asks for
    guard.py      what stands between the network and the MCP library
    schemas.py    tools/list answers that gateways can read

Every setting has two names, FASTMCP_* and MCP_*: container images set the one or the other.
"""

import importlib
import ipaddress
import logging
import os
import sys
import threading
from ..calls import audit_log
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple
from urllib.parse import urlsplit


HTTP_NAMES = ('streamable-http', 'http')
TRUE_WORDS = ('1', 'true', 'yes', 'on')
ANY = '*'
MAX_BODY_BYTES = 4 << 20
FALSE_WORDS = ('0', 'false', 'no', 'off')

_forwarding = threading.local()


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


def read_env_file(usual: str) -> None:
    """Read the file that FASTMCP_ENV_FILE or MCP_ENV_FILE names, else the usual one.

    What is set already stays as it is, and nothing in a value stands for another setting.
    """
    env = os.environ
    path = env.get('FASTMCP_ENV_FILE', env.get('MCP_ENV_FILE', usual))
    if not path or not os.path.isfile(path):
        return
    try:
        from dotenv import load_dotenv  # which both MCP libraries bring
    except ImportError:
        print(f'entrypoint: {path} was not read: python-dotenv is not installed', file=sys.stderr)
        return
    load_dotenv(path, override=False, interpolate=False)


def is_host_allowed(host: str, allowed: Tuple[str, ...]) -> bool:
    """Tell whether a Host header may be meant: a name could have been rebound to this address."""
    name = _name(f'//{host}')
    if ANY in allowed or name in allowed or host in allowed:
        return True
    return name is not None and (name == 'localhost' or _is_address(name))


def is_origin_allowed(origin: Optional[str], settings: Settings) -> bool:
    """Tell whether a page of this origin may call: one of this machine's, or one that is listed."""
    if origin is None or origin in settings.allowed_origins or ANY in settings.allowed_origins:
        return True
    name = _name(origin)
    if name is None:
        return False
    return name == 'localhost' or name in settings.allowed_hosts or _is_loopback(name)


def _name(url: str) -> Optional[str]:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ipaddress.ip_address(name).is_loopback


def bridge_loguru() -> None:
    """Send what loguru logs to `logging` too, so that it reaches OpenTelemetry with its trace id.

    OpenTelemetry listens to Python's `logging`; loguru goes past it. So a loguru sink hands each
    record to the handlers of the root logger, save those that write to a console, where loguru
    writes already. It stays when the server calls `logger.remove()`, as most do at start-up. Call
    it once, before the server's main; without loguru it does nothing.
    """
    try:
        logger_class = importlib.import_module('loguru._logger').Logger
        logger = importlib.import_module('loguru').logger
    except ModuleNotFoundError:
        return
    remove = logger_class.remove

    def remove_and_stay(self: Any, handler_id: int | None = None) -> None:
        remove(self, handler_id)
        if handler_id is None:
            _add_sink(self)

    logger_class.remove = remove_and_stay
    _add_sink(logger)


def write_audit_lines() -> None:
    """Write the audit line of each call to standard error, whatever the server's logging makes of it.

    And to the handlers of the root logger that write elsewhere. Call it once, before the server's
    main.
    """
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(logging.Formatter('%(message)s'))
    audit_log.setLevel(logging.INFO)
    # The console would have each line a second time, in another form.
    audit_log.propagate = False
    audit_log.addHandler(lines)
    audit_log.addHandler(_ToHandlersElsewhere())


class _ToHandlersElsewhere(logging.Handler):
    """Hands records to the root logger's handlers that don't write to a console."""

    def emit(self, record: logging.LogRecord) -> None:
        """Hand a record on."""
        _hand_on(record)


def _hand_on(record: logging.LogRecord) -> None:
    for handler in logging.getLogger().handlers:
        if record.levelno >= handler.level and not _writes_to_console(handler):
            handler.handle(record)


def _add_sink(logger: Any) -> None:
    logger.add(_forward, level=0, format='{message}', filter=_is_not_forwarded, catch=True)


def _is_not_forwarded(_: Any) -> bool:
    # A server may bridge the other way, from logging into loguru: without this, a loop.
    return not getattr(_forwarding, 'active', False)


def _forward(message: Any) -> None:
    record = _to_log_record(message.record)
    _forwarding.active = True
    try:
        _hand_on(record)
    finally:
        _forwarding.active = False


def _to_log_record(record: dict[str, Any]) -> logging.LogRecord:
    error = record['exception']
    return logging.LogRecord(
        name=record['name'] or 'loguru',
        level=record['level'].no,
        pathname=record['file'].path,
        lineno=record['line'],
        msg=record['message'],
        args=(),
        exc_info=(error.type, error.value, error.traceback) if error else None,
        func=record['function'],
    )


def _writes_to_console(handler: logging.Handler) -> bool:
    stream = getattr(handler, 'stream', None) or getattr(
        getattr(handler, 'console', None), 'file', None
    )
    return stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)
