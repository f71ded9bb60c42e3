/** Findings of a report that say the same, for formats that people read. */

import { join } from "node:path";
import { type Gathered, gathered } from "../../gathered.js";
import type { Report, ReportedFinding } from "../model.js";

/** Each text once, with all its places; their files are absolute. */
export function gatheredIn(
  findings: readonly ReportedFinding[],
  { root }: Report,
): Gathered<ReportedFinding>[] {
  return gathered(
    findings.map((finding) => ({
      ...finding,
      place: { ...finding.place, file: join(root, finding.place.file) },
    })),
  );
}
