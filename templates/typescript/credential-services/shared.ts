// SPDX-License-Identifier: MIT-0
import { AsyncLocalStorage } from "node:async_hooks";
import type { AccountRule } from "./call.js";
import type { Session } from "./session.js";

/** What a call runs in: an account's session, or the server's own credentials (no session). */
export interface Scope {
  readonly session: Session | undefined;
}

interface Shared {
  readonly storage: AsyncLocalStorage<Scope>;
  /** True once a tool has been called: from then on nothing is start-up any more. */
  started: boolean;
  /** The server's own rule about who may use which account. */
  rule: AccountRule | undefined;
}

const KEY = Symbol.for("credential-services.shared.1");
const registry = globalThis as { [KEY]?: Shared };

/** State on globalThis, so that a second copy of this module (a bundle, say) has the same. */
export const shared: Shared = registry[KEY] ?? {
  storage: new AsyncLocalStorage<Scope>(),
  started: false,
  rule: undefined,
};
registry[KEY] = shared;
