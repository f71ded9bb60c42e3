/** `check --baseline FILE`: only what is new counts. */

import { join, resolve } from "node:path";
import { createFileStore } from "../disk/files.js";
import { isWithin } from "../disk/paths.js";
import { UserError } from "../errors.js";
import {
  baselineEntries,
  baselineOf,
  goneFrom,
  shrunk,
  unusedFindings,
  withKnown,
} from "../report/check/baseline.js";
import type { Unjudged } from "../report/check/judged.js";
import { reportedFindings, type Setting } from "../report/check/report.js";
import { writeFile } from "./outputs.js";

export interface BaselineFlags {
  readonly baseline?: string;
  /** Writes the file anew, with everything that is found now. */
  readonly generateBaseline?: boolean;
  /** Takes out of the file what is gone; adds nothing. */
  readonly updateBaseline?: boolean;
}

/** Whether a file, an absolute path, was looked at with all that is in it. */
export type LookedAt = (file: string) => boolean;

/**
 * The report with what the baseline has marked as known, and a warning for each line that is about nothing any more.
 * Writes the file only where that is asked for. Throws UserError where there is none, or it cannot be read.
 */
export function withBaseline(
  report: Unjudged,
  { baseline, generateBaseline, updateBaseline }: BaselineFlags,
  setting: Setting,
  wasLookedAt: LookedAt,
): Unjudged {
  if (baseline === undefined) {
    if (!generateBaseline && !updateBaseline) return report;
    throw new UserError("which file? say --baseline FILE as well");
  }
  if (generateBaseline && updateBaseline) {
    throw new UserError("--generate-baseline adds and --update-baseline never does: say one");
  }
  const path = resolve(setting.cwd, baseline);
  const isPartial = report.problems.length > 0;
  if (generateBaseline) {
    if (isPartial) throw new UserError("no baseline of a part: something could not be looked at");
    const text = baselineOf(report);
    writeFile(path, text);
    return withKnown(report, baselineEntries(text, path));
  }
  const text = createFileStore().read(path)?.text;
  if (text === undefined) {
    throw new UserError(`${path}: no such baseline; --generate-baseline makes it`);
  }
  const entries = baselineEntries(text, path);
  const known = withKnown(report, entries);
  const inRoot: LookedAt = (file) => !isPartial && wasLookedAt(join(setting.root, file));
  const gone = goneFrom(report, entries, inRoot);
  if (updateBaseline) {
    if (gone.length > 0) writeFile(path, shrunk(entries, gone));
    return known;
  }
  const unused = reportedFindings(unusedFindings(gone, path), setting);
  return { ...known, findings: [...known.findings, ...unused] };
}

/** What lies under the paths was looked at, unless only a part of it was asked for. */
export function lookedAt(paths: readonly string[], cwd: string, isPart: boolean): LookedAt {
  const asked = paths.map((path) => resolve(cwd, path));
  return (file) => !isPart && asked.some((path) => isWithin(file, path));
}
