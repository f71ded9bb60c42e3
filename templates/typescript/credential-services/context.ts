// SPDX-License-Identifier: MIT-0
// Which account is current: the scope of the running call, and what may sign outside of every call.
import { AsyncLocalStorage } from "node:async_hooks";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { AccountAccessDeniedError, fieldsOf, LostAccountContextError } from "./errors.js";
import { accountsAreConfigured, allowsDefaultAccount, isLenient, setting } from "./settings.js";

/** A set of AWS credentials, by the AWS SDK's own names. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  readonly accountId?: string;
  readonly credentialScope?: string;
}

/** What may be said about an account: nothing here is secret. */
export interface AccountInfo {
  readonly accountId: string;
  readonly alias: string;
  readonly authType: "aksk" | "iam_role";
  readonly region: string | undefined;
}

/** An account that a call runs in. `credentials` answers at once; `refresh` keeps it valid. */
export interface Session {
  readonly account: AccountInfo;
  /** The ARN of the role that was assumed. */
  readonly role?: string | undefined;
  readonly credentials: () => AwsCredentials;
  readonly refresh: () => Promise<void>;
}

/** What is known of a tool call beside its arguments. */
export interface Call {
  /** The tool's name, where the wrapper knows it. */
  readonly tool: string | undefined;
  /** What the MCP library passes beside the arguments: `extra`, `ctx`, a session, a request. */
  readonly extra: unknown;
}

/** What work runs in. A session signs for an account; without one the server's own credentials do. */
export interface Scope {
  readonly session: Session | undefined;
  /** The call that this belongs to; undefined for the server's own work. */
  readonly call: Call | undefined;
  /** Whether the server signs because the caller named no account, and not on purpose. */
  readonly isDefault: boolean;
  /** True once the call that named the account is over. */
  ended: boolean;
}

/** What a rule is asked: may this call use this account? */
export interface AccountRequest extends Call {
  readonly accountId: string;
  /** The verified token's information, where the call came with one. */
  readonly authInfo: unknown;
}

export type AccountRule = (request: AccountRequest) => boolean | Promise<boolean>;

/** What the HTTP entry point knows of the request that a call came with. */
export interface Caller {
  readonly authInfo: unknown;
  /** The number that the client gave its request. */
  readonly requestId: string | number | undefined;
  /** The number that the server knows the request by. */
  readonly number?: number;
}

interface Shared {
  readonly scopes: AsyncLocalStorage<Scope>;
  readonly callers: AsyncLocalStorage<Caller>;
  /** True once a request has been served: from then on nothing is start-up any more. */
  started: boolean;
  /** The server's own rule about who may use which account. */
  rule: AccountRule | undefined;
}

const KEY = Symbol.for("credential-services.shared.2");
const registry = globalThis as { [KEY]?: Shared };

/** State on globalThis, so that a second copy of this module (a bundle, say) has the same. */
export const shared: Shared = registry[KEY] ?? {
  scopes: new AsyncLocalStorage<Scope>(),
  callers: new AsyncLocalStorage<Caller>(),
  started: false,
  rule: undefined,
};
registry[KEY] = shared;

const SERVER: Scope = { session: undefined, call: undefined, isDefault: false, ended: false };

/** The scope of the running call, or undefined outside every call. */
export function currentScope(): Scope | undefined {
  return shared.scopes.getStore();
}

/** The account that the running call acts in; undefined where that is the server's own. */
export function currentAccount(): AccountInfo | undefined {
  return currentScope()?.session?.account;
}

/**
 * The session that signs here; undefined where the server's own credentials do. Throws
 * LostAccountContextError where that can't be known, and AccountAccessDeniedError for a call that
 * names no account where ALLOW_DEFAULT_ACCOUNT forbids that.
 */
export function signingSession(): Session | undefined {
  const scope = liveScope();
  if (scope?.isDefault === true && !allowsDefaultAccount()) {
    throw new AccountAccessDeniedError(
      "ALLOW_DEFAULT_ACCOUNT",
      "Access denied. Name an account with target_account_id.",
    );
  }
  return scope?.session;
}

/** The scope here, once it is sure that signing in it is right. Throws LostAccountContextError. */
export function liveScope(): Scope | undefined {
  const scope = currentScope();
  if (scope?.ended === true) throw new LostAccountContextError("ended");
  if (scope !== undefined || isLenient()) return scope;
  if (isElsewhere()) throw new LostAccountContextError("elsewhere");
  if (shared.started && accountsAreConfigured()) throw new LostAccountContextError("outside");
  return undefined;
}

/**
 * Runs a call that names an account. The scope ends with the call: with a generator's last step, or
 * with the task that the call has begun.
 */
export async function runInSession<T>(
  session: Session,
  call: Call | undefined,
  work: () => T,
): Promise<Awaited<T>> {
  noteServer();
  shared.started = true;
  const { scope, end } = scopeOf(session, call);
  const store = watchedTaskStore(call, end);
  let goesOn = false;
  try {
    const result = await shared.scopes.run(scope, async () => work());
    goesOn = isAsyncGenerator(result) || (store && isTask(result));
    return isAsyncGenerator(result) ? (generatorIn(scope, result, end) as typeof result) : result;
  } finally {
    if (!goesOn) end();
  }
}

function scopeOf(session: Session, call: Call | undefined): { scope: Scope; end: () => void } {
  const scope: Scope = { session, call, isDefault: false, ended: false };
  const end = () => {
    scope.ended = true;
  };
  return { scope, end };
}

/** Runs a call that names no account: in the surrounding call's, else with the server's own. */
export function runInSurrounding<T>(work: () => T, call?: Call): T {
  const around = currentScope();
  if (around !== undefined && !around.ended && isPartOf(around.call, call)) return work();
  shared.started = true;
  return shared.scopes.run({ session: undefined, call, isDefault: true, ended: false }, work);
}

/**
 * Passes a request on to the server. From the first one on nothing is start-up any more. What is no
 * tool call runs as a call without an account; a tool call gets its scope from the tool's wrapper.
 */
export function serveRequests(method: string | undefined, extra: unknown, pass: () => void): void {
  shared.started = true;
  if (method === undefined || method === "tools/call") pass();
  else runInSurrounding(pass, { tool: method, extra });
}

/**
 * Runs `work` with the server's own credentials: for work that belongs to no tool call, such as
 * timers, queues and what runs in a worker.
 */
export function asServerIdentity<T>(work: () => T): T {
  return shared.scopes.run(SERVER, work);
}

/**
 * Binds a function to the account that is current here, for work that goes on when the call is
 * over, or that several calls share. Whenever it is called it runs in that account.
 */
export function bindAccount<Work extends (...args: any[]) => unknown>(work: Work): Work {
  const scope = liveScope() ?? SERVER;
  const { session, call } = scope;
  function bound(this: unknown, ...args: unknown[]): unknown {
    const run = () => Reflect.apply(work, this, args) as unknown;
    return session === undefined ? shared.scopes.run(scope, run) : runBound(session, call, run);
  }
  return bound as Work;
}

/**
 * A key for what is kept of AWS's answers: the id of the account that is current here, or
 * "default". Throws LostAccountContextError where that can't be known.
 */
export function accountCacheKey(): string {
  return liveScope()?.session?.account.accountId ?? "default";
}

/** Runs bound work in a scope of its own, which ends when the work does; a plain result stays one. */
function runBound(session: Session, call: Call | undefined, work: () => unknown): unknown {
  const { scope, end } = scopeOf(session, call);
  let result: unknown;
  try {
    result = shared.scopes.run(scope, work);
    return result instanceof Promise ? result.finally(end) : result;
  } finally {
    if (!(result instanceof Promise)) end();
  }
}

/** Whether a call is made within another one: by its tool, and not by another request. */
function isPartOf(around: Call | undefined, call: Call | undefined): boolean {
  const outer = requestIdOf(around?.extra);
  const inner = requestIdOf(call?.extra);
  return outer === undefined || inner === undefined || outer === inner;
}

/** The number of the request that a call came with, in either edition of the SDK. */
export function requestIdOf(extra: unknown): unknown {
  const { requestId, mcpReq } = fieldsOf(extra);
  return requestId ?? fieldsOf(mcpReq)["id"];
}

// --- calls that go on after they have answered --------------------------------------------------

function isAsyncGenerator(value: unknown): value is AsyncGenerator {
  const fields = fieldsOf(value);
  return Symbol.asyncIterator in fields && typeof fields["next"] === "function";
}

/** A generator whose every step runs in the scope, which ends with it. */
async function* generatorIn(scope: Scope, steps: AsyncGenerator, end: () => void): AsyncGenerator {
  try {
    for (;;) {
      const step = await shared.scopes.run(scope, () => steps.next());
      if (step.done === true) return step.value as unknown;
      yield step.value;
    }
  } finally {
    await shared.scopes.run(scope, () => steps.return?.(undefined));
    end();
  }
}

const TASK_IS_OVER = ["completed", "failed", "cancelled"];

/** Has the scope end with the task that the call creates. False where the library knows no tasks. */
function watchedTaskStore(call: Call | undefined, end: () => void): boolean {
  const store = fieldsOf(fieldsOf(call?.extra)["taskStore"]);
  for (const name of ["storeTaskResult", "updateTaskStatus"]) {
    const report = store[name];
    if (typeof report !== "function") return false;
    store[name] = async (id: unknown, status: unknown, ...others: unknown[]) => {
      if (TASK_IS_OVER.includes(String(status))) end();
      return Reflect.apply(report, store, [id, status, ...others]) as unknown;
    };
  }
  return true;
}

function isTask(result: unknown): boolean {
  return typeof fieldsOf(fieldsOf(result)["task"])["taskId"] === "string";
}

// --- other processes and threads ----------------------------------------------------------------

/** Set for children and threads of a server that serves accounts: its process's number. */
export const SERVER_PID = "TARGET_ACCOUNT_SERVER_PID";
/** Set by `accountEnvironment`, for workers too: what is there is what they are to use. */
export const HANDED_OVER = "TARGET_ACCOUNT_HANDED_OVER";

/** Lets what this server starts from here on know that it is no server of its own. */
export function noteServer(): void {
  if (!isMainThread || process.env[SERVER_PID] !== undefined || !accountsAreConfigured()) return;
  process.env[SERVER_PID] = String(process.pid);
  setEnvironmentData(SERVER_PID, process.pid);
}

/** Whether this is a thread or a child of a server, and has not been given its credentials. */
function isElsewhere(): boolean {
  if (setting(HANDED_OVER) !== undefined) return false;
  if (!isMainThread) return getEnvironmentData(SERVER_PID) !== undefined || accountsAreConfigured();
  const server = setting(SERVER_PID);
  return server !== undefined && server !== String(process.pid);
}

noteServer();
