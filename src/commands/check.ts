/** `retrofit check`: is every tool migrated? Scans and reports; writes nothing but the reports it is asked for. */

import { realpathSync } from "node:fs";
import { createFileStore } from "../disk/files.js";
import { gitRootOf } from "../disk/git.js";
import type { ServerPlan } from "../plan/plan.js";
import type { Format } from "../report/check/formats/names.js";
import { judged } from "../report/check/judged.js";
import type { Report } from "../report/check/model.js";
import { reportOf } from "../report/check/report.js";
import { problemLine } from "../report/places.js";
import type { Problem } from "../types.js";
import type { Io } from "./io.js";
import { look } from "./look.js";
import { outputsOf, writeReports } from "./outputs.js";

/** A format, and the file that it goes to: without one it goes to stdout. */
export interface Output {
  readonly format: Format;
  readonly file?: string | undefined;
}

/** What can be said on the command line. */
export interface CheckFlags {
  readonly format?: readonly Output[];
  readonly output?: string;
  readonly verbose?: boolean;
  readonly maxWarnings?: number;
}

export type CheckOutcome = "clean" | "open" | "incomplete";

/** Writes the reports. "incomplete" means that some file could not be looked at. */
export async function check(
  paths: readonly string[],
  flags: CheckFlags,
  io: Io,
): Promise<CheckOutcome> {
  const outputs = outputsOf(flags);
  const { servers, problems } = await look(paths, "plan");
  for (const problem of problems) io.say(problemLine(problem, io.cwd));
  const plans = servers.map(({ plan }) => plan);
  const report = judged(reportIn(io.cwd, plans, problems), flags.maxWarnings);
  await writeReports(outputs, report, flags.verbose ?? false, io);
  return report.outcome;
}

function reportIn(
  folder: string,
  plans: readonly ServerPlan[],
  problems: readonly Problem[],
): Omit<Report, "outcome" | "counts"> {
  const cwd = realpathSync(folder);
  const files = createFileStore();
  const read = (file: string): string | undefined => files.read(file)?.text;
  return reportOf(plans, problems, { root: gitRootOf(cwd) ?? cwd, cwd, read });
}
