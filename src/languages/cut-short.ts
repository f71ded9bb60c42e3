/** Whether following a server's code had to be given up. */

import { rules } from "../rules.js";
import type { Finding, Server } from "../types.js";

/** Says that all steps were taken: what was asked after that is unknown, and so may not have been said. */
export function cutShortFinding({ manifest, files }: Server): Finding[] {
  const file = manifest ?? files[0];
  if (!file) return [];
  return [
    {
      rule: "scan-cut-short",
      severity: rules["scan-cut-short"].severity,
      place: { file, line: 1, column: 1 },
      message:
        "this server's code leads on more ways than are followed, so tools or findings may be missing",
      remedy: "name its folders one by one, and leave out those that serve no tool",
    },
  ];
}
