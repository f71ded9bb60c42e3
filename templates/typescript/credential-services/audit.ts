// SPDX-License-Identifier: MIT-0
// What is told of calls: a line of JSON for each, and OpenTelemetry where it is installed. Never a secret.
import { callerOf } from "./authorise.js";
import { CredentialExtractionError } from "./errors.js";
import { loadOptional } from "./packages.js";
import { fieldsOf } from "./parameter.js";
import { type Call, type Caller, requestIdOf, shared } from "./scope.js";
import type { Session } from "./session.js";
import { accountsAreConfigured } from "./settings.js";

/** A call, as it is told when it is over. */
export interface Entry {
  readonly call: Call;
  /** Undefined for a call that names none. */
  readonly accountId: string | undefined;
  readonly started: number;
  milliseconds: number;
  /** What the HTTP entry point knows of the request. */
  readonly from: Caller | undefined;
  session: Session | undefined;
  outcome: string;
  detail: string | undefined;
}

/** Begins the entry of a call. It is written by `write`, once it says how the call went. */
export function entryOf(call: Call, accountId?: string): Entry {
  const from = shared.callers.getStore();
  const open = { milliseconds: 0, from, session: undefined, outcome: "ok", detail: undefined };
  return { call, accountId, started: performance.now(), ...open };
}

/** Notes how a call went: what it answered. */
export function noteResult(entry: Entry, result: unknown): void {
  if (fieldsOf(result)["isError"] === true) entry.outcome = "tool_error";
}

/** Notes how a call went: what it threw. */
export function noteError(entry: Entry, error: unknown): void {
  const isTyped = error instanceof CredentialExtractionError;
  entry.outcome = isTyped ? error.errorType : "failed";
  if (isTyped) entry.detail = error.detail;
}

const waiting: Entry[] = [];

/** Writes an entry to standard error (over stdio, standard output belongs to the protocol). */
export function write(entry: Entry): void {
  entry.milliseconds = performance.now() - entry.started;
  if (waiting.push(entry) === 1) setImmediate(flush);
}

/** Writes what is waiting: lines are written together, so that a call need not wait for its own. */
export function flush(): void {
  const isQuiet = !accountsAreConfigured();
  const told = waiting.splice(0).filter(({ accountId }) => !isQuiet || accountId !== undefined);
  if (told.length > 0) process.stderr.write(told.map((entry) => `${lineOf(entry)}\n`).join(""));
}
process.once("exit", flush);

function lineOf(entry: Entry): string {
  const { call, accountId, session, outcome, milliseconds, from, detail } = entry;
  return JSON.stringify({
    level: ["ok", "tool_error", "failed"].includes(outcome) ? "info" : "warn",
    message: "tool call",
    time: new Date(performance.timeOrigin + entry.started).toISOString(),
    tool: call.tool,
    caller: shared.callers.run(from as Caller, () => callerOf(call.extra)),
    account_id: accountId ?? "default",
    auth_type: session?.account.authType,
    role: session?.role,
    outcome,
    milliseconds: Math.round(milliseconds * 1e3) / 1e3,
    request_id: from?.requestId ?? requestIdOf(call.extra),
    detail,
  });
}

// --- OpenTelemetry ------------------------------------------------------------------------------

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
let instruments: Instruments | undefined;

/** Opens an account's session with `open`: a span, a counter and the time taken, of the switch. */
export async function measured(entry: Entry, open: () => Promise<Session>): Promise<Session> {
  loading ??= loadInstruments().then((loaded) => (instruments = loaded));
  await loading;
  const span = instruments?.startSpan();
  try {
    entry.session = await open();
    return entry.session;
  } catch (error) {
    noteError(entry, error);
    span?.setStatus({ code: SPAN_ERROR, message: entry.outcome });
    throw error;
  } finally {
    const attributes = attributesOf(entry);
    span?.setAttributes(attributes);
    span?.end();
    instruments?.measure((performance.now() - entry.started) / 1000, attributes);
  }
}

function attributesOf({ call, accountId, session, outcome }: Entry): Fields {
  const fields = { account_id: accountId, tool: call.tool, auth_type: session?.account.authType };
  const named = Object.entries({ ...fields, outcome }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named.map(([name, value]) => [`aws.account.${name}`, value])) as Fields;
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
