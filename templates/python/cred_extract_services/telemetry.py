# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Tell what happened: an audit line for each call and, with OpenTelemetry, a span for each switch.

The line is JSON: time, tool, account, role, kind of authentication, caller, request id, outcome and
milliseconds. Nothing secret is ever told. Its logger is this module's, at INFO; what was refused or
failed is at WARNING.
"""

import json
import logging
import time
from .accounts import AwsCredentials
from .call import Caller, current_request_id
from .context_manager import current_scope
from .exceptions import CredentialExtractionError
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any, Dict, Iterator, Optional


audit_log = logging.getLogger(__name__)

SUCCEEDED = 'ok'
DEFAULT = 'default'


class Told:
    """One call of a tool, filled in as it goes and told when it ends."""

    __slots__ = ('tool', 'caller', 'account_id', 'credentials', 'started')

    def __init__(self, tool: str, caller: Caller) -> None:
        """Begin a call."""
        self.tool = tool
        self.caller = caller
        self.account_id: Optional[str] = None
        self.credentials: Optional[AwsCredentials] = None
        self.started = time.perf_counter()

    def wants(self, account_id: str) -> None:
        """Note the account; call it only with a valid account id, since callers send anything."""
        self.account_id = account_id

    def got(self, credentials: AwsCredentials) -> AwsCredentials:
        """Note how the account authenticates, and pass its credentials through."""
        self.credentials = credentials
        return credentials

    def end(self, error: Optional[BaseException]) -> None:
        """Write the audit line: the call ended, with this error or with none."""
        level = logging.INFO if error is None else logging.WARNING
        if audit_log.isEnabledFor(level):
            line = self._line(error)
            audit_log.log(level, '%s', json.dumps(line), extra=line)

    def _line(self, error: Optional[BaseException]) -> Dict[str, Any]:
        # Tool names are the server's own; the account id is 12 digits or absent.
        credentials = self.credentials or _inherited()
        line: Dict[str, Any] = {
            'time': datetime.now(timezone.utc).isoformat(timespec='milliseconds'),
            'tool': self.tool,
            'account_id': self.account_id or (credentials and credentials.account_id) or DEFAULT,
            'role_arn': credentials and credentials.role_arn,
            'auth_type': credentials and credentials.auth_type,
            'caller': self.caller.name,
            'request_id': current_request_id(),
            'outcome': outcome_of(error),
            'milliseconds': round((time.perf_counter() - self.started) * 1000, 3),
        }
        if isinstance(error, CredentialExtractionError) and error.detail:
            line['detail'] = error.detail
        return line


def outcome_of(error: Optional[BaseException]) -> str:
    """Return `ok`, the kind of a typed error, or the class of any other: never its text."""
    if error is None:
        return SUCCEEDED
    return getattr(error, 'error_type', None) or type(error).__name__


def _inherited() -> Optional[AwsCredentials]:
    scope = current_scope()
    state = scope.state if scope is not None else None
    return state if isinstance(state, AwsCredentials) else None


@contextmanager
def switch_told(told: Told) -> Iterator[None]:
    """Trace and count the switch of account that the block makes; tell a call that fails there."""
    started = time.perf_counter()
    failure: Optional[BaseException] = None
    with _span() as span:
        try:
            yield
        except BaseException as error:
            failure = error
            told.end(error)
            raise
        finally:
            if span is not None:
                _measure(span, _fields(told, failure), time.perf_counter() - started)


def _fields(told: Told, failure: Optional[BaseException]) -> Dict[str, Any]:
    fields = {'tool': told.tool, 'outcome': outcome_of(failure)}
    if told.account_id is not None:
        fields['account_id'] = told.account_id
    if told.credentials is not None:
        fields['auth_type'] = told.credentials.auth_type
    return fields


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


def _measure(span: Any, fields: Dict[str, Any], seconds: float) -> None:
    instruments = _instruments()
    if instruments is None:
        return
    attributes = {f'aws.account.{name}': value for name, value in fields.items()}
    span.set_attributes(attributes)
    if fields['outcome'] != SUCCEEDED:
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
