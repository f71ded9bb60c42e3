# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""A tool's call, from the account it asks for to the line that tells how it went.

The account is authorised, its credentials are got, and the tool runs with them. Then an audit line
is written: JSON with time, tool, account, role, kind of authentication, caller, request id, outcome
and milliseconds, at INFO, or at WARNING for what was refused or failed. Where OpenTelemetry is
installed, each switch of account has a span and is counted. Nothing secret is ever told.
"""

import json
import logging
import re
import time
from .accounts import AwsCredentials, pad_number, read_account_id
from .authorization import Caller, authorize, current_request_id
from .context_manager import (
    Base,
    Scope,
    credentials_scope,
    current_scope,
    current_state,
    is_current,
    note_request,
)
from .credential_extractor import extract_aws_credentials, extract_aws_credentials_async
from .exceptions import AccountNotFoundError, CredentialExtractionError, FormatResponse
from .settings import setting
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any, Dict, Iterator, NamedTuple, Optional, Tuple


# What a wrapped tool carries, for the hook that runs it to find.
TOOL_ATTRIBUTE = '__account_tool__'
SUCCEEDED = 'ok'
DEFAULT = 'default'
# STS takes session names of 2 to 64 characters, of these only.
MAX_LENGTH = 64
PART_LENGTH = 24
_REFUSED = re.compile(r'[^\w+=,.@-]+', re.ASCII)

# The name that settings of logging know it by.
audit_log = logging.getLogger(f'{__package__}.telemetry')


class AccountTool(NamedTuple):
    """A tool that takes an account: its name, and how its server formats an error."""

    name: str
    format_response: Optional[FormatResponse] = None


class _Prepared(NamedTuple):
    tool: AccountTool
    account_id: Optional[str]
    scope: Optional[Scope]


_prepared: ContextVar[Optional[_Prepared]] = ContextVar('aws_account_call', default=None)


class AccountCall:
    """A call of a tool: enter it, once it has its account, to run the tool; when it ends, it is told.

    Attributes:
        state: what the tool runs in, an account's credentials or the default.
    """

    __slots__ = (
        'state',
        '_tool',
        '_requested',
        '_caller',
        '_account_id',
        '_started',
        '_block',
        '_token',
    )

    def __init__(self, tool: AccountTool, requested: Any, caller: Caller) -> None:
        """Begin a call, which with no account of its own is in that of the tool that called it."""
        note_request()
        self._tool = tool
        self._requested = _text(requested)
        self._caller = caller
        self._account_id: Optional[str] = None
        self._started = time.perf_counter()
        self.state = current_state() if self._requested is None else Base.OUTSIDE
        if self.state is Base.OUTSIDE:
            self.state = Base.DEFAULT

    def authorized(self, requested: Any) -> Tuple[str, str]:
        """Return the account's id, if the caller may use it, and the name of its session.

        Raises:
            AccountNotFoundError: if it isn't an account id.
            AccountAccessDeniedError: if the caller may not.
        """
        account_id = read_account_id(requested)
        if account_id is None:
            raise AccountNotFoundError('no account id was given')
        # Told of from here on, and not before, since callers send anything.
        self._account_id = account_id
        authorize(account_id, self._caller)
        return account_id, session_name(self._tool.name, self._caller.name)

    def __enter__(self) -> None:
        """Make the account current."""
        # A tool called by a tool, without an account, stays in that one's scope.
        self._block = None if is_current(self.state) else credentials_scope(self.state)
        if self._block is not None:
            self._block.__enter__()
        self._token = _prepared.set(_Prepared(self._tool, self._requested, current_scope()))

    def __exit__(self, kind: Any, error: Optional[BaseException], _: Any) -> None:
        """End the account's time, and tell."""
        _prepared.reset(self._token)
        if self._block is not None:
            self._block.__exit__()
        self.tell(error)

    def tell(self, error: Optional[BaseException]) -> None:
        """Write the audit line: the call ended, with this error or with none."""
        level = logging.INFO if error is None else logging.WARNING
        if audit_log.isEnabledFor(level):
            line = self._line(error)
            audit_log.log(level, '%s', json.dumps(line), extra=line)

    def _line(self, error: Optional[BaseException]) -> Dict[str, Any]:
        # Tool names are the server's own; the account id is 12 digits or absent.
        scope = current_scope()
        states = (self.state, scope and scope.state)
        credentials = next((each for each in states if isinstance(each, AwsCredentials)), None)
        line: Dict[str, Any] = {
            'time': datetime.now(timezone.utc).isoformat(timespec='milliseconds'),
            'tool': self._tool.name,
            'account_id': self._account_id or (credentials and credentials.account_id) or DEFAULT,
            'role_arn': credentials and credentials.role_arn,
            'auth_type': credentials and credentials.auth_type,
            'caller': self._caller.name,
            'request_id': current_request_id(),
            'outcome': _outcome(error),
            'milliseconds': round((time.perf_counter() - self._started) * 1000, 3),
        }
        if isinstance(error, CredentialExtractionError) and error.detail:
            line['detail'] = error.detail
        return line

    def fields(self, error: Optional[BaseException]) -> Dict[str, str]:
        """Return what is traced and counted of the switch."""
        fields = {'tool': self._tool.name, 'outcome': _outcome(error)}
        if self._account_id is not None:
            fields['account_id'] = self._account_id
        if isinstance(self.state, AwsCredentials):
            fields['auth_type'] = self.state.auth_type
        return fields


def open_call(tool: AccountTool, requested: Any, caller: Caller) -> AccountCall:
    """Return a call in its account. Blocks while the credentials aren't cached.

    Args:
        tool: the tool; its name goes into the session's name.
        requested: what the call sent as its account: text, a number or nothing. With nothing, a
            tool called by a tool stays in that one's account; otherwise it is the default.
        caller: who is calling.

    Raises:
        CredentialExtractionError: one of its kinds.
    """
    call = AccountCall(tool, requested, caller)
    if _text(requested) is not None:
        with _switching(call):
            call.state = extract_aws_credentials(*call.authorized(requested))
    return call


async def open_call_async(tool: AccountTool, requested: Any, caller: Caller) -> AccountCall:
    """Do what `open_call` does, without blocking the event loop."""
    call = AccountCall(tool, requested, caller)
    if _text(requested) is not None:
        with _switching(call):
            call.state = await extract_aws_credentials_async(*call.authorized(requested))
    return call


def is_prepared(tool: AccountTool, requested: Any) -> bool:
    """Tell whether the hook that runs tools has already switched to this call's account."""
    prepared = _prepared.get()
    if prepared is None or prepared.tool is not tool or prepared.scope is not current_scope():
        return False
    # What the call started, and that calls the tool again when it has ended, is a call of its own.
    if prepared.scope is None or not is_current(prepared.scope.state):
        return False
    return prepared.account_id == _text(requested)


def session_name(tool: str, caller: Optional[str]) -> str:
    """Return `server.tool.caller`, each part cut to its share of the 64 characters.

    It is what CloudTrail's readers see. The server is MCP_SERVER_NAME, else the package that these
    services are in.
    """
    package = (__package__ or '').split('.')
    server = setting('MCP_SERVER_NAME') or (package[-2] if len(package) > 1 else 'mcp-server')
    parts = [_REFUSED.sub('-', text) for text in (server, tool, caller or '')]
    parts[:2] = [part[:PART_LENGTH] for part in parts[:2]]
    return '.'.join(part for part in parts if part)[:MAX_LENGTH]


def _text(requested: Any) -> Optional[str]:
    return None if requested is None or requested == '' else str(pad_number(requested))


def _outcome(error: Optional[BaseException]) -> str:
    """Return `ok`, the kind of a typed error, or the class of any other: never its text."""
    if error is None:
        return SUCCEEDED
    return getattr(error, 'error_type', None) or type(error).__name__


@contextmanager
def _switching(call: AccountCall) -> Iterator[None]:
    """Trace and count the switch of account that the block makes; tell a call that fails there."""
    started = time.perf_counter()
    failure: Optional[BaseException] = None
    with _span() as span:
        try:
            yield
        except BaseException as error:
            failure = error
            call.tell(error)
            raise
        finally:
            if span is not None:
                _measure(span, call.fields(failure), time.perf_counter() - started)


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


def _measure(span: Any, fields: Dict[str, str], seconds: float) -> None:
    from opentelemetry.trace import Status, StatusCode

    attributes = {f'aws.account.{name}': value for name, value in fields.items()}
    span.set_attributes(attributes)
    if fields['outcome'] != SUCCEEDED:
        span.set_status(Status(StatusCode.ERROR, fields['outcome']))
    instruments = _instruments() or {}
    instruments['switches'].add(1, attributes)
    instruments['duration'].record(seconds, attributes)


@lru_cache(maxsize=1)
def _instruments() -> Optional[Dict[str, Any]]:
    """Return OpenTelemetry's instruments, or None where it isn't installed."""
    try:
        from opentelemetry import metrics, trace
    except ImportError:
        return None
    meter = metrics.get_meter(audit_log.name)
    return {
        'tracer': trace.get_tracer(audit_log.name),
        'switches': meter.create_counter('aws.account.switches', description='Account switches'),
        'duration': meter.create_histogram('aws.account.switch.duration', unit='s'),
    }
