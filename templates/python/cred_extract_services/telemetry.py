# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Say what happened at each switch of account: a log line and, with OpenTelemetry, a span.

Account, kind of authentication, tool, outcome and time are told; nothing secret ever is.
"""

import logging
import time
from .accounts import AwsCredentials
from .exceptions import CredentialExtractionError
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Dict, Iterator, Optional


_log = logging.getLogger(__name__)

SWITCHED = 'ok'


class Switch:
    """One switch of account, filled in as it goes."""

    def __init__(self, tool: str) -> None:
        """Begin the switch that a tool call asks for."""
        self.fields: Dict[str, Any] = {'tool': tool, 'outcome': SWITCHED}

    def wants(self, account_id: str) -> None:
        """Note the account; call it only with a valid account id, since callers send anything."""
        self.fields['account_id'] = account_id

    def got(self, credentials: AwsCredentials) -> AwsCredentials:
        """Note how the account authenticates, and pass its credentials through."""
        self.fields['auth_type'] = credentials.auth_type
        return credentials


@contextmanager
def switch_told(tool: str) -> Iterator[Switch]:
    """Log the switch of account that the block makes, and trace and count it."""
    switch = Switch(tool)
    started = time.perf_counter()
    detail = ''
    with _span() as span:
        try:
            yield switch
        except CredentialExtractionError as error:
            switch.fields['outcome'] = error.error_type
            detail = error.detail
            raise
        except BaseException as error:
            switch.fields['outcome'] = type(error).__name__
            raise
        finally:
            seconds = time.perf_counter() - started
            _tell(switch.fields, seconds, detail)
            _measure(span, switch.fields, seconds)


def _tell(fields: Dict[str, Any], seconds: float, detail: str) -> None:
    level = logging.INFO if fields['outcome'] == SWITCHED else logging.WARNING
    if _log.isEnabledFor(level):
        # Tool names are the server's own; the account id is 12 digits or absent.
        told = {**fields, 'milliseconds': round(seconds * 1000, 3)}
        text = ' '.join(f'{name}={value}' for name, value in told.items())
        _log.log(level, 'account switch: %s%s', text, f' ({detail})' if detail else '', extra=told)


@contextmanager
def _span() -> Iterator[Optional[Any]]:
    instruments = _instruments()
    if instruments is None:
        yield None
        return
    # The exception isn't recorded: its class says all, and its frames belong in no trace.
    with instruments['tracer'].start_as_current_span(
        'aws.account.switch', record_exception=False, set_status_on_exception=False
    ) as span:
        yield span


def _measure(span: Optional[Any], fields: Dict[str, Any], seconds: float) -> None:
    instruments = _instruments()
    if instruments is None or span is None:
        return
    attributes = {f'aws.account.{name}': value for name, value in fields.items()}
    span.set_attributes(attributes)
    if fields['outcome'] != SWITCHED:
        from opentelemetry.trace import Status, StatusCode

        span.set_status(Status(StatusCode.ERROR, fields['outcome']))
    instruments['switches'].add(1, attributes)
    instruments['duration'].record(seconds, attributes)


@lru_cache(maxsize=1)
def _instruments() -> Optional[Dict[str, Any]]:
    """Return OpenTelemetry's instruments, or None where it isn't installed."""
    try:
        from opentelemetry import metrics, trace
    except ImportError:
        return None
    meter = metrics.get_meter(__name__)
    return {
        'tracer': trace.get_tracer(__name__),
        'switches': meter.create_counter('aws.account.switches', description='Account switches'),
        'duration': meter.create_histogram('aws.account.switch.duration', unit='s'),
    }
