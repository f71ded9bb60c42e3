/** Takes what runs inserted out of a copy, by the journals that are kept for `undo`. */

import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isWithin } from "../../disk/paths.js";
import { homeOf } from "../../disk/transaction/home.js";
import { type FileRecord, runsIn } from "../../disk/transaction/journal.js";
import { unpick } from "../../plan/unpick.js";
import type { Scratch } from "../start/scratch.js";
import type { Before } from "./index.js";

/** A copy without what the runs over a server brought; undefined where there is no run, or one cannot be taken out. */
export function copyFromJournal(root: string, scratch: Scratch): Before | undefined {
  const runs = runsIn(homeOf(root)).filter(({ files }) =>
    files.some(({ path }) => isWithin(path, root)),
  );
  if (runs.length === 0) return undefined;
  const copy = scratch.copy(root, "before");
  const records = runs.flatMap(({ files }) => files.filter(({ path }) => isWithin(path, root)));
  const isOut = records.every((record) => takeOut(record, join(copy, relative(root, record.path))));
  if (!isOut) {
    rmSync(copy, { recursive: true });
    return undefined;
  }
  return { root: copy, source: `the insertions taken out (run of ${runs.at(-1)?.started})` };
}

/** Whether a file of the copy is as it was before the run. */
function takeOut({ before, after, insertions = [] }: FileRecord, path: string): boolean {
  const now = existsSync(path) ? readFileSync(path, after?.encoding ?? "utf8") : undefined;
  if (now === undefined) return true;
  if (!before) {
    rmSync(path);
    return true;
  }
  const text = now === after?.text ? before.text : unpick(after?.text ?? "", insertions, now);
  if (text === undefined) return false;
  writeFileSync(path, text, before.encoding);
  return true;
}
