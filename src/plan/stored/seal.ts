/** The seal of a plan: the hash of all that it says. It tells accidents, not forgers: whoever writes a plan can seal it. */

import { createHash } from "node:crypto";
import type { StoredPlan } from "./model.js";

/** The plan with its seal. */
export function sealed(plan: Omit<StoredPlan, "seal">): StoredPlan {
  return { ...plan, seal: sealOf(plan) };
}

/** The seal that a plan should have. White space in the file does not matter, the order of keys does. */
export function sealOf(plan: Omit<StoredPlan, "seal"> | StoredPlan): string {
  const all = Object.entries(plan).filter(([key]) => key !== "seal" && key !== "$schema");
  return createHash("sha256")
    .update(JSON.stringify(Object.fromEntries(all)))
    .digest("hex");
}
