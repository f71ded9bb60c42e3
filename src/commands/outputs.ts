/** Where the reports of `check` go. */

import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Chalk } from "chalk";
import { describeSystemError, isSystemError, UserError } from "../errors.js";
import { formatted } from "../report/check/formats/index.js";
import type { Report } from "../report/check/model.js";
import type { CheckFlags, Output } from "./check.js";
import type { Io } from "./io.js";

/** The rows of the job's summary: GitHub takes a megabyte. */
const MOST_ROWS = 500;

/**
 * What is written where. Without a format for stdout it is the text for people, and in a job of GitHub's the annotations
 * after it. Throws UserError where two would go to one place.
 */
export function outputsOf(
  { format: said = [], output, html }: CheckFlags,
  env: NodeJS.ProcessEnv = process.env,
): readonly Output[] {
  const named = said.filter(({ file }) => file !== undefined);
  const bare = said.filter(({ file }) => file === undefined);
  const [first, second] = bare;
  if (first && second) {
    throw new UserError(
      `--format ${first.format} and --format ${second.format} both go to ${output ?? "stdout"}: give one a file, --format ${second.format}=FILE`,
    );
  }
  const main = { format: first?.format ?? "text", file: output } as const;
  const byItself = !first && output === undefined && env.GITHUB_ACTIONS === "true";
  const page = html === undefined ? [] : [{ format: "html", file: html } as const];
  const all = [main, ...(byItself ? [{ format: "github" } as const] : []), ...named, ...page];
  const files = all.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UserError(`${twice}: two formats cannot go to one file`);
  return all;
}

/** Writes the report in each format, and the summary of the job where annotations are among them. */
export async function writeReports(
  outputs: readonly Output[],
  report: Report,
  verbose: boolean,
  io: Io,
): Promise<void> {
  for (const { format, file } of outputs) {
    const paint = file === undefined ? io.paintOut : new Chalk({ level: 0 });
    const text = await formatted(format, report, { verbose, paint });
    if (file === undefined) io.out(text);
    else writeFile(resolve(io.cwd, file), text);
  }
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (!summary || !outputs.some(({ format }) => format === "github")) return;
  const { markdownReport } = await import("../report/check/formats/markdown.js");
  toFile(summary, (path) => appendFileSync(path, markdownReport(report, MOST_ROWS)));
}

/** Writes what was asked for, and the folders around it. Throws UserError where that fails. */
export function writeFile(path: string, text: string): void {
  toFile(path, () => writeFileSync(path, text));
}

function toFile(path: string, write: (path: string) => void): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    write(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(`${path}: the report cannot be written: ${describeSystemError(error)}`);
  }
}
