/** What other programs may use: the steps of a retrofit, as functions. */

export { apply } from "./disk/apply.js";
export { createFileStore, type FileStore } from "./disk/files.js";
export { UserError } from "./errors.js";
export { type Change, compose, everything, type Selection } from "./plan/compose.js";
export { diffOf } from "./plan/diff.js";
export { composeGated, type Gated } from "./plan/gates/index.js";
export { ledgerLine, ledgerOf } from "./plan/ledger.js";
export { planServer, type ServerPlan } from "./plan/plan.js";
export { discover } from "./run/discover.js";
export type * from "./types.js";
