"""What each call tells: an audit line; and each switch of account: a span and two measurements."""

import json
import logging
import pytest
from conftest import EXTERNAL_ID, A, B, Endpoint
from cred_extract_services import TargetAccountId, with_account_context
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter


@with_account_context
def lookup(target_account_id: TargetAccountId = None) -> None: ...


@with_account_context
def failing(target_account_id: TargetAccountId = None) -> None:
    raise ValueError('what failed')


def test_each_call_has_an_audit_line(aws: Endpoint, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger='cred_extract_services'):
        lookup(A)
        lookup()
        lookup(B)
        with pytest.raises(Exception):
            lookup('999999999999')
        with pytest.raises(ValueError):
            failing(A)
    lines = [json.loads(record.getMessage()) for record in caplog.records]
    told = [(line['account_id'], line['role_arn'], line['outcome']) for line in lines]
    assert told == [
        (A, None, 'ok'),
        ('default', None, 'ok'),
        (B, f'arn:aws:iam::{B}:role/r', 'ok'),
        ('999999999999', None, 'account_not_found'),
        (A, None, 'ValueError'),
    ]
    assert [record.levelname for record in caplog.records] == ['INFO'] * 3 + ['WARNING'] * 2
    for record, line in zip(caplog.records, lines):
        assert line['milliseconds'] >= 0 and line['tool'] in ('lookup', 'failing')
        assert set(line) >= {'time', 'caller', 'request_id', 'auth_type'}
        # The fields are the record's own too, for a handler that doesn't parse.
        assert record.__dict__['account_id'] == line['account_id']
    for secret in ('secret-of', 'token-', 'AKIA', 'ASIA', EXTERNAL_ID, 'what failed'):
        assert secret not in caplog.text


def test_a_switch_is_traced_and_counted(aws: Endpoint) -> None:
    spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(provider)
    metrics.set_meter_provider(MeterProvider([reader]))

    lookup(A)
    with pytest.raises(Exception):
        lookup('999999999999')

    good, bad = spans.get_finished_spans()
    assert good.name == 'aws.account.switch'
    assert dict(good.attributes or {}) == {
        'aws.account.tool': 'lookup',
        'aws.account.outcome': 'ok',
        'aws.account.account_id': A,
        'aws.account.auth_type': 'aksk',
    }
    assert not bad.status.is_ok and bad.events == ()
    data = json.loads(reader.get_metrics_data().to_json())  # type: ignore[union-attr]
    counted = data['resource_metrics'][0]['scope_metrics'][0]['metrics']
    assert {metric['name'] for metric in counted} == {
        'aws.account.switches',
        'aws.account.switch.duration',
    }


def test_without_opentelemetry_nothing_is_missed(
    aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cred_extract_services.calls import _instruments

    monkeypatch.setitem(__import__('sys').modules, 'opentelemetry', None)
    _instruments.cache_clear()
    lookup(A)
    assert _instruments() is None
    _instruments.cache_clear()
