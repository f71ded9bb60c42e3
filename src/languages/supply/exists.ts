/** What is there already stays, and is said. */

import { basename } from "node:path";
import type { FileStore } from "../../disk/files.js";
import { findingOf, topOf } from "../../rules/finding.js";
import type { Finding, NewFile } from "../../types.js";

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
      .filter(({ path, content }) => files.read(path)?.text !== content)
      .map(({ path }) => existsFinding(path)),
  };
}
