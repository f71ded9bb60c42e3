/** What is there already stays, and is said. */

import { basename } from "node:path";
import type { FileStore } from "../../disk/files.js";
import { rules } from "../../rules.js";
import type { Finding, NewFile } from "../../types.js";

/** A finding for a file or folder that retrofit would have written differently. */
export function existsFinding(path: string, what = basename(path)): Finding {
  return {
    rule: "file-exists",
    severity: rules["file-exists"].severity,
    place: { file: path, line: 1, column: 1 },
    message: `${what} is there already and was left as it is`,
    remedy:
      "rename it and run retrofit again to get the new one beside it, then take over what you need",
  };
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
