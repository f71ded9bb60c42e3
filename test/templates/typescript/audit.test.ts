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
import { flush } from "../../../templates/typescript/credential-services/access.js";
import {
  runInAccount,
  withAccountContext,
  withAccountTool,
} from "../../../templates/typescript/credential-services/index.js";
import { setFor, useAccounts, written } from "./support/accounts.js";

useAccounts();

it("measures each switch with OpenTelemetry: a span, a count and a time", async () => {
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

  flush();
  expect(lines()).toMatchObject([
    { tool: "list", account_id: "111111111111", auth_type: "aksk", outcome: "ok" },
    { tool: "list", account_id: "999999999999", outcome: "account_not_found" },
  ]);
});

const lines = () =>
  written
    .join("")
    .split("\n")
    // The SDK's own warnings stand among them.
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));

it("writes a line for each call: who, what, which account, how it went", async () => {
  const extra = {
    requestId: 7,
    authInfo: { token: "planted", clientId: "client", extra: { sub: "someone" } },
  };
  const call = async (how: (args: object, extra: object) => unknown, id?: string) => {
    const tool = withAccountTool({ name: "list", inputSchema: {}, handler: how as never });
    const handler = tool.handler as (args: object, extra: object) => Promise<unknown>;
    await Promise.resolve(handler({ target_account_id: id }, extra)).catch(() => undefined);
  };
  await call(async () => ({ content: [] }), "111111111111");
  await call(async () => ({ content: [], isError: true }), "111111111111");
  await call(async () => Promise.reject(new Error("planted")), "111111111111");
  await call(async () => ({ content: [] }), "999999999999");
  await call(async () => ({ content: [] }), "planted");
  await call(() => "at once");
  flush();
  const common = {
    ...{ level: "info", message: "tool call", time: expect.stringMatching(/^\d{4}-.*Z$/) },
    ...{ tool: "list", caller: "someone", request_id: 7, milliseconds: expect.any(Number) },
  };
  const inOne = { ...common, account_id: "111111111111", auth_type: "aksk" };
  expect(lines()).toEqual([
    { ...inOne, outcome: "ok" },
    { ...inOne, outcome: "tool_error" },
    { ...inOne, outcome: "failed" },
    {
      ...{ ...common, level: "warn", account_id: "999999999999", outcome: "account_not_found" },
      detail: "no database is configured",
    },
    {
      ...{ ...common, level: "warn", account_id: "default", outcome: "account_not_found" },
      detail: "not a 12-digit account id",
    },
    { ...common, account_id: "default", outcome: "ok" },
  ]);
  expect(written.join("")).not.toContain("planted");
});

it("writes nothing in a server without accounts", async () => {
  setFor("TARGET_ACCOUNTS", undefined);
  await withAccountContext(async (_args: object) => "ran")({});
  flush();
  expect(written).toEqual([]);
});
