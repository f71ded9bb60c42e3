import { metrics, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { expect, it } from "vitest";
import { runInAccount } from "../../../templates/typescript/credential-services/index.js";
import { ACCOUNTS, useSettings, written } from "./support/accounts.js";

useSettings(() => ({ TARGET_ACCOUNTS: JSON.stringify(ACCOUNTS) }));

it("says what happened: a log line, a span, a count and a time for each switch", async () => {
  const spans = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor(spans)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: measured });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  const call = { tool: "list", extra: undefined };

  await runInAccount("111111111111", () => 1, call);
  await expect(runInAccount("999999999999", () => 1, call)).rejects.toThrow();
  await reader.forceFlush();

  const account = { "aws.account.account_id": "111111111111", "aws.account.tool": "list" };
  const good = { ...account, "aws.account.auth_type": "aksk", "aws.account.outcome": "ok" };
  const [first, second] = spans.getFinishedSpans();
  expect([first?.name, first?.attributes]).toEqual(["aws.account.switch", good]);
  expect(second?.status).toEqual({ code: 2, message: "account_not_found" });
  const all = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics[0]?.metrics ?? []);
  expect(all.map(({ descriptor }) => [descriptor.name, descriptor.unit])).toEqual([
    ["aws.account.switches", ""],
    ["aws.account.switch.duration", "s"],
  ]);
  expect(all[0]?.dataPoints[0]).toMatchObject({ attributes: good, value: 1 });

  expect(written.map((line) => JSON.parse(line))).toEqual([
    {
      ...{ level: "info", message: "account switch", account_id: "111111111111", tool: "list" },
      ...{ auth_type: "aksk", outcome: "ok", milliseconds: expect.any(Number) },
    },
    {
      ...{ level: "warn", message: "account switch", account_id: "999999999999", tool: "list" },
      ...{ outcome: "account_not_found", milliseconds: expect.any(Number) },
      detail: "no database is configured",
    },
  ]);
});
