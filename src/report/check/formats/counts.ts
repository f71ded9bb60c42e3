/** The counts of a report in words. */

import { count } from "../../count.js";
import type { Report } from "../model.js";

/** `2 errors, 1 warning, 3 ignored, 40 in the baseline`: what there is none of is left out, but for errors. */
export function countsLine({ error, warning, ignored, known }: Report["counts"]): string {
  const parts = [
    count(error, "error"),
    ...(warning > 0 ? [count(warning, "warning")] : []),
    ...(ignored > 0 ? [`${ignored} ignored`] : []),
    ...(known > 0 ? [`${known} in the baseline`] : []),
  ];
  return parts.join(", ");
}
