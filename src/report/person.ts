/** What of a plan is left for a person, beside the tools that insertions cannot migrate. */

import type { Prepared } from "../run/prepare.js";
import type { Finding } from "../types.js";

/** Errors and warnings that nothing fixes, the errors first. What a run says to do next is no such thing. */
export function personFindings({ plan, gated }: Pick<Prepared, "plan" | "gated">): Finding[] {
  const all = [...plan.scan.findings, ...gated.findings].filter(
    ({ fix, severity, ignored }) => !fix && ignored === undefined && severity !== "note",
  );
  return [
    ...all.filter(({ severity }) => severity === "error"),
    ...all.filter(({ severity }) => severity !== "error"),
  ];
}
