// SPDX-License-Identifier: MIT-0
// Who may name which account, and what is told of calls: a line of JSON for each, and OpenTelemetry where
// it is installed. Never a secret.
import { loadPackage } from "./aws.js";
import {
  type AccountRequest,
  type AccountRule,
  type Call,
  type Caller,
  requestIdOf,
  type Session,
  shared,
} from "./context.js";
import { AccountAccessDeniedError, CredentialExtractionError, fieldsOf } from "./errors.js";
import { accountsAreConfigured, listSetting, setting } from "./settings.js";

/** What is said where nothing says who may name which account. */
export const NOBODY_MAY =
  "Nobody may name an account over HTTP: set ALLOWED_TARGET_ACCOUNTS (account ids, or * for every " +
  "registered account) or TARGET_ACCOUNTS_CLAIM, or call setAccountRule(…).";

/** Sets the server's own rule, asked for each call that names an account. A rule that throws says no. */
export function setAccountRule(rule: AccountRule | undefined): void {
  shared.rule = rule;
}

/** Whether anything says who may name which account. */
export function hasAuthorisation(): boolean {
  const names = ["ALLOWED_TARGET_ACCOUNTS", "TARGET_ACCOUNTS_CLAIM"];
  return shared.rule !== undefined || names.some((name) => setting(name) !== undefined);
}

/**
 * Whether this call may use the account: what the caller asks for is no authority. Every check
 * that is configured must say yes:
 *
 * - `ALLOWED_TARGET_ACCOUNTS`, a list of account ids for the whole server, or `*`;
 * - `TARGET_ACCOUNTS_CLAIM`, the claim of the verified token that lists the caller's accounts. A
 *   call without a token has none; over stdio, which has no tokens, the list above decides alone;
 * - the server's own rule.
 *
 * Where none is configured, any registered account can be named over stdio, and none over HTTP.
 * Throws AccountAccessDeniedError.
 */
export async function authorise(accountId: string, call: Call): Promise<void> {
  if (!hasAuthorisation() && isRemote(call))
    throw new AccountAccessDeniedError(NOBODY_MAY, NOBODY_MAY);
  const authInfo = authInfoOf(call.extra);
  const allowed = listSetting("ALLOWED_TARGET_ACCOUNTS");
  if (allowed !== undefined && !allowed.includes("*") && !allowed.includes(accountId)) {
    throw new AccountAccessDeniedError("not in ALLOWED_TARGET_ACCOUNTS");
  }
  const claim = setting("TARGET_ACCOUNTS_CLAIM");
  const listDecides = authInfo === undefined && allowed !== undefined && !isRemote(call);
  if (claim !== undefined && !listDecides && !claimed(authInfo, claim).includes(accountId)) {
    throw new AccountAccessDeniedError("not in the token's claim");
  }
  const request = { accountId, tool: call.tool, authInfo, extra: call.extra };
  if (shared.rule !== undefined && !(await allows(shared.rule, request))) {
    throw new AccountAccessDeniedError("refused by the server's rule");
  }
}

/**
 * Whether a call may have come from another machine. Older SDKs don't tell, so what isn't known to
 * come from standard input, or from the server itself, counts as such.
 */
function isRemote({ extra }: Call): boolean {
  if (shared.callers.getStore() !== undefined) return true;
  if (extra === undefined) return false;
  const { requestInfo, http, sessionId } = fieldsOf(extra);
  const isOverHttp = [requestInfo, http, sessionId, authInfoOf(extra)].some((each) => each != null);
  return isOverHttp || !readsStandardInput();
}

function readsStandardInput(): boolean {
  return process.stdin.listenerCount("data") > 0;
}

let warned = false;

/** Says at start, to a server that has an HTTP main of its own, that nobody may name an account. */
export function warnUnlessAuthorised(): void {
  if (warned) return;
  warned = true;
  setTimeout(() => {
    if (!accountsAreConfigured() || hasAuthorisation() || readsStandardInput()) return;
    process.stderr.write(`${JSON.stringify({ level: "warn", message: NOBODY_MAY })}\n`);
  }, 1000).unref();
}

async function allows(rule: AccountRule, request: AccountRequest): Promise<boolean> {
  try {
    return (await rule(request)) === true;
  } catch {
    return false;
  }
}

/**
 * The verified token's information: SDK v1's, SDK v2's, FastMCP's session, or what the HTTP entry
 * point has verified. Read from the call itself.
 */
export function authInfoOf(extra: unknown): unknown {
  const { authInfo, http, session } = fieldsOf(extra);
  const ofCall = authInfo ?? fieldsOf(http)["authInfo"] ?? session;
  return ofCall ?? shared.callers.getStore()?.authInfo;
}

/** Who calls, as the verified token says. */
export function callerOf(extra: unknown): string | undefined {
  const { clientId, extra: claims } = fieldsOf(authInfoOf(extra));
  const caller = fieldsOf(claims)["sub"] ?? clientId;
  return caller === undefined ? undefined : String(caller);
}

function claimed(authInfo: unknown, claim: string): string[] {
  const fields = fieldsOf(authInfo);
  const value = fieldsOf(fields["extra"])[claim] ?? fields[claim];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" ? value.split(/[\s,]+/) : [];
}

// --- the log ------------------------------------------------------------------------------------

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
  const api = await loadPackage<OpenTelemetry>("@opentelemetry/api").catch(() => undefined);
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
