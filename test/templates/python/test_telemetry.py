"""What each switch of account tells: a structured log line, a span and two measurements."""

import json
import logging
import pytest
from conftest import A, Endpoint
from cred_extract_services import TargetAccountId, with_account_context
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter


@with_account_context
def lookup(target_account_id: TargetAccountId = None) -> None: ...


def test_a_switch_is_logged_with_its_fields(
    aws: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger='cred_extract_services'):
        lookup(A)
        lookup()
        with pytest.raises(Exception):
            lookup('999999999999')
    switched, failed = (record.__dict__ for record in caplog.records)
    assert (switched['account_id'], switched['auth_type']) == (A, 'aksk')
    assert (switched['tool'], switched['outcome']) == ('lookup', 'ok')
    assert switched['milliseconds'] >= 0
    assert (failed['levelname'], failed['outcome']) == ('WARNING', 'account_not_found')
    assert 'auth_type' not in failed


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
    from cred_extract_services.telemetry import _instruments

    monkeypatch.setitem(__import__('sys').modules, 'opentelemetry', None)
    _instruments.cache_clear()
    lookup(A)
    assert _instruments() is None
    _instruments.cache_clear()
