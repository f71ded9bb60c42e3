// SPDX-License-Identifier: MIT-0
import type { Call } from "./call.js";
import type { CredentialExtractionError } from "./errors.js";
import { loadOptional } from "./packages.js";
import type { Session } from "./session.js";

type Fields = Record<string, string>;

/** The part of `@opentelemetry/api` that is used, where it is installed. */
interface OpenTelemetry {
  trace: { getTracer(name: string): { startSpan(name: string): Span } };
  metrics: { getMeter(name: string): Meter };
}

interface Span {
  setAttributes(attributes: Fields): void;
  setStatus(status: { code: number; message: string }): void;
  end(): void;
}

interface Meter {
  createCounter(name: string): { add(value: number, attributes: Fields): void };
  createHistogram(
    name: string,
    options: { unit: string },
  ): { record(value: number, attributes: Fields): void };
}

interface Instruments {
  startSpan(): Span;
  measure(seconds: number, attributes: Fields): void;
}

const NAME = "credential-services";
const SPAN_ERROR = 2;

let loading: Promise<Instruments | undefined> | undefined;

/**
 * Opens an account's session with `open` and says so: one JSON line on standard error and, where
 * OpenTelemetry is installed, a span, a counter and the time taken. Nothing secret is told.
 */
export async function reportSwitch(
  accountId: string,
  call: Call,
  open: () => Promise<Session>,
): Promise<Session> {
  loading ??= loadInstruments();
  const instruments = await loading;
  const span = instruments?.startSpan();
  const started = performance.now();
  const fields: Fields = { account_id: accountId };
  if (call.tool !== undefined) fields["tool"] = call.tool;
  let detail: string | undefined;
  try {
    const session = await open();
    fields["auth_type"] = session.account.authType;
    fields["outcome"] = "ok";
    return session;
  } catch (error) {
    const { errorType, detail: told } = error as CredentialExtractionError;
    fields["outcome"] = errorType;
    detail = told;
    span?.setStatus({ code: SPAN_ERROR, message: errorType });
    throw error;
  } finally {
    const seconds = (performance.now() - started) / 1000;
    log(fields, seconds, detail);
    const attributes = attributesOf(fields);
    span?.setAttributes(attributes);
    span?.end();
    instruments?.measure(seconds, attributes);
  }
}

/** On standard error: over stdio, standard output belongs to the protocol. */
function log(fields: Fields, seconds: number, detail: string | undefined): void {
  const level = fields["outcome"] === "ok" ? "info" : "warn";
  const milliseconds = Math.round(seconds * 1e6) / 1e3;
  const line = { level, message: "account switch", ...fields, milliseconds, detail };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

function attributesOf(fields: Fields): Fields {
  const named = Object.entries(fields).map(([name, value]) => [`aws.account.${name}`, value]);
  return Object.fromEntries(named) as Fields;
}

async function loadInstruments(): Promise<Instruments | undefined> {
  const api = await loadOptional<OpenTelemetry>("@opentelemetry/api").catch(() => undefined);
  if (api === undefined) return undefined;
  const meter = api.metrics.getMeter(NAME);
  const switches = meter.createCounter("aws.account.switches");
  const duration = meter.createHistogram("aws.account.switch.duration", { unit: "s" });
  const tracer = api.trace.getTracer(NAME);
  return {
    startSpan: () => tracer.startSpan("aws.account.switch"),
    measure: (seconds, attributes) => {
      switches.add(1, attributes);
      duration.record(seconds, attributes);
    },
  };
}
