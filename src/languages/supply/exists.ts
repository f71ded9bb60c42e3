/** What is there already stays, and is said. */

import { basename } from "node:path";
import type { FileStore } from "../../disk/files.js";
import { findingOf, topOf } from "../../rules/finding.js";
import type { Finding, NewFile } from "../../types.js";

/** At the top of copies that a linter is to leave alone. */
export const noLint = "/* eslint-disable */\n";

/** Whether a file is there as it would be written, with or without what keeps linters off. */
export function isAsWritten({ path, content }: NewFile, files: FileStore): boolean {
  return files.read(path)?.text.replace(noLint, "") === content;
}

/** A finding for a file or folder that retrofit would have written differently. */
export function existsFinding(path: string, what = basename(path)): Finding {
  return findingOf("file-exists", {
    place: topOf(path),
    message: `${what} is there already and was left as it is`,
  });
}

/** The files that are not there yet; a finding for each that is, and that differs. */
export function unlessThere(
  wanted: readonly NewFile[],
  files: FileStore,
): { files: NewFile[]; findings: Finding[] } {
  const there = wanted.filter(({ path }) => files.isFile(path));
  return {
    files: wanted.filter((each) => !there.includes(each)),
    findings: there
      .filter((each) => !isAsWritten(each, files))
      .map(({ path }) => existsFinding(path)),
  };
}
