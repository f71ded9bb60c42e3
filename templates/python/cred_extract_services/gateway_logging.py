# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Send what loguru logs to `logging` too, so that it reaches OpenTelemetry with its trace id.

OpenTelemetry listens to Python's `logging`; loguru goes past it. The bridge is a loguru sink that
hands each record to the handlers of the root logger, save those that write to a console, where
loguru writes already. It stays when the server calls `logger.remove()`, as most do at start-up.
Servers without loguru are not touched.

And write the audit lines: to standard error, each a line of JSON, whatever the server's own logging
makes of others, and to the handlers of the root logger that write elsewhere.
"""

import importlib
import logging
import sys
import threading
from typing import Any


_forwarding = threading.local()


def bridge_loguru() -> None:
    """Add the sink, if loguru is installed. Call it once, before the server's main."""
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
    """Write the audit line of each call. Call it once, before the server's main."""
    from .telemetry import audit_log

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
