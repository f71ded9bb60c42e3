/** Whether following a server's code had to be given up. */

import { findingOf, topOf } from "../rules/finding.js";
import type { Finding, Server } from "../types.js";

/** Says that all steps were taken: what was asked after that is unknown, and so may not have been said. */
export function cutShortFinding({ manifest, files }: Server): Finding[] {
  const file = manifest ?? files[0];
  if (!file) return [];
  return [
    findingOf("scan-cut-short", {
      place: topOf(file),
      message:
        "this server's code leads on more paths than are followed, so tools or findings may be missing",
    }),
  ];
}
