/** `retrofit check`: is every tool migrated? Scans and reports; never writes. */

import { checkReport, isClean } from "../report/check.js";
import { problemLine } from "../report/places.js";
import type { Io } from "./io.js";
import { look } from "./look.js";

export type CheckOutcome = "clean" | "open" | "incomplete";

/** Prints the report on stdout. "incomplete" means that some file could not be looked at. */
export async function check(paths: readonly string[], io: Io): Promise<CheckOutcome> {
  const { servers, problems } = await look(paths, "plan");
  const plans = servers.map(({ plan }) => plan);
  io.out(checkReport(plans, io.cwd));
  for (const problem of problems) io.say(problemLine(problem, io.cwd));
  if (problems.length > 0) return "incomplete";
  return isClean(plans) ? "clean" : "open";
}
