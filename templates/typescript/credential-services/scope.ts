// SPDX-License-Identifier: MIT-0
import { type Scope, shared } from "./shared.js";

const BASE: Scope = { session: undefined };

/** The scope of the running call, or undefined outside every call. */
export function currentScope(): Scope | undefined {
  return shared.storage.getStore();
}

/** Whether a tool has been called yet. */
export function serverHasStarted(): boolean {
  return shared.started;
}

/** Runs a call in an account's session, or with the server's own credentials. */
export function runInScope<T>(scope: Scope, work: () => T): T {
  shared.started = true;
  return shared.storage.run(scope, work);
}

/** Runs `work` with the server's own credentials: for work that belongs to no tool call. */
export function withBaseAccount<T>(work: () => T): T {
  return shared.storage.run(BASE, work);
}

/** Runs a call that names no account: in the surrounding call's, else with the server's own. */
export function runInSurrounding<T>(work: () => T): T {
  return currentScope() === undefined ? runInScope(BASE, work) : work();
}
