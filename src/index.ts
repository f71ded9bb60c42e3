/** What other programs may use: the steps of a retrofit, as functions. */

export { apply } from "./apply.js";
export { type Change, compose, everything, type Selection } from "./compose.js";
export { diffOf } from "./diff.js";
export { discover } from "./discover.js";
export { UserError } from "./errors.js";
export { createFileStore, type FileStore } from "./files.js";
export { composeGated, type Gated } from "./gates.js";
export { ledgerLine, ledgerOf } from "./ledger.js";
export { planServer, type ServerPlan } from "./plan.js";
export type * from "./types.js";
