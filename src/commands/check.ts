/** `retrofit check`: is every tool migrated? Scans and reports; writes nothing but the reports it is asked for. */

import { realpathSync } from "node:fs";
import { createFileStore } from "../disk/files.js";
import { gitRootOf } from "../disk/git.js";
import { expanded } from "../disk/globs.js";
import type { Format } from "../report/check/formats/names.js";
import { judged } from "../report/check/judged.js";
import { reportOf, type Setting } from "../report/check/report.js";
import { count } from "../report/count.js";
import { problemLine } from "../report/places.js";
import { withoutServer } from "../run/alone.js";
import type { Planned } from "../run/prepare.js";
import type { Finding } from "../types.js";
import { type BaselineFlags, lookedAt, withBaseline } from "./baseline.js";
import type { Io } from "./io.js";
import { type Look, look } from "./look.js";
import { outputsOf, writeReports } from "./outputs.js";

/** A format, and the file that it goes to: without one it goes to stdout. */
export interface Output {
  readonly format: Format;
  readonly file?: string | undefined;
}

/** What can be said on the command line. */
export interface CheckFlags extends BaselineFlags {
  readonly quiet?: boolean;
  readonly format?: readonly Output[];
  readonly output?: string;
  /** The file for a page: the same as `--format html=FILE`. */
  readonly html?: string;
  readonly verbose?: boolean;
  readonly maxWarnings?: number;
  /** Only servers that what changed since this commit touches. */
  readonly since?: string;
  readonly requireServer?: boolean;
}

/** The formats that have fixes in them, which take time. */
const handsFixesOn: ReadonlySet<Format> = new Set(["json", "sarif"]);

export type CheckOutcome = "clean" | "open" | "incomplete";

/** Writes the reports. "incomplete" means that some file could not be looked at. */
export async function check(
  named: readonly string[],
  flags: CheckFlags,
  io: Io,
): Promise<CheckOutcome> {
  const outputs = outputsOf(flags);
  const paths = await expanded(named, io.cwd);
  const withFixes = outputs.some(({ format }) => handsFixesOn.has(format));
  const seen = await lookSince(flags.since, paths, withFixes, io);
  for (const problem of seen.problems) io.say(problemLine(problem, io.cwd));
  const plans = seen.servers.map(({ plan }) => plan);
  const lone = withoutServer(
    paths,
    seen.all.map(({ plan }) => plan.server),
    flags.requireServer ? "error" : "note",
  );
  const setting = settingIn(io.cwd, [...seen.findings, ...lone]);
  const found = reportOf(plans, seen.problems, setting);
  const wasLookedAt = lookedAt(paths, io.cwd, flags.since !== undefined);
  const report = judged(withBaseline(found, flags, setting, wasLookedAt), flags.maxWarnings);
  await writeReports(outputs, report, flags.verbose ?? false, io);
  return report.outcome;
}

/** What there is under the paths; `all` has the servers too that no change since a commit touches. */
async function lookSince(
  since: string | undefined,
  paths: readonly string[],
  withFixes: boolean,
  io: Io,
): Promise<Look<Planned> & { readonly all: readonly Planned[] }> {
  if (since === undefined) {
    const seen = await look(paths, withFixes ? "alone" : "plan", { progress: io.progress });
    return { ...seen, all: seen.servers };
  }
  const { changedSince } = await import("../disk/changed-since.js");
  const { touchedBy } = await import("../run/touched.js");
  const changed = changedSince(since, io.cwd);
  const seen = await look(paths, withFixes ? "alone" : "trace", { progress: io.progress });
  const servers = touchedBy(changed, seen.servers);
  io.say(
    `${servers.length} of ${count(seen.servers.length, "server")} touched by what changed since ${since}`,
  );
  return { ...seen, servers, all: seen.servers };
}

/** Paths are given from the root of the repository on, or from the folder where there is none. */
function settingIn(folder: string, findings: readonly Finding[]): Setting {
  const cwd = realpathSync(folder);
  const files = createFileStore();
  const read = (file: string): string | undefined => files.read(file)?.text;
  return { root: gitRootOf(cwd) ?? cwd, cwd, read, findings };
}
