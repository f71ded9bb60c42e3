/** The report for programs. */

import { version } from "../../version.js";
import { isProven } from "../outcome.js";
import type { ServerProof } from "../types.js";

/** Goes up with every change that a reader could stumble over. */
export const REPORT_VERSION = 1;

export function jsonReport(proofs: readonly ServerProof[]): string {
  const servers = proofs.map((proof) => ({ ...proof, proven: isProven(proof) }));
  return `${JSON.stringify({ version: REPORT_VERSION, retrofit: version, servers }, null, 2)}\n`;
}
