/** `retrofit report`: what many checks found, on one page. Looks at no server. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as v from "valibot";
import { describeSystemError, UserError } from "../errors.js";
import { type Report, reportSchema } from "../report/check/model.js";
import { checkPage } from "../report/page/check-page.js";
import { documentOf } from "../report/page/document.js";
import type { Io } from "./io.js";

/** Prints the page on stdout. Throws UserError for a file that is no report of `check`. */
export async function report(files: readonly string[], io: Io): Promise<"done"> {
  io.out(documentOf(await checkPage(files.map((file) => reportIn(file, io.cwd)))));
  return "done";
}

function reportIn(file: string, cwd: string): Report {
  const result = v.safeParse(reportSchema, valueIn(resolve(cwd, file), file), { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? "it";
  throw new UserError(
    `${file}: not what \`check --format json\` of this version prints: ${where}: ${issue.message}`,
  );
}

function valueIn(path: string, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${file}: ${describeSystemError(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${file}: not JSON: name files that \`check --format json=FILE\` wrote`);
  }
}
