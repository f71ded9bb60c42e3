/** What was measured before a retrofit, kept: the original does not change, so it is measured once. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Entry } from "./entries.js";
import type { Measures } from "./measure.js";

/** The measures kept in `file`, if they were made of this entry as it is; else makes and keeps them. */
export async function keptOr(
  file: string,
  entry: Entry,
  make: () => Promise<Measures>,
): Promise<Measures> {
  const key = keyOf(entry);
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, "utf8"));
    if (kept.key === key) return { ...kept, outcomes: kept.outcomes && new Map(kept.outcomes) };
  }
  const measures = await make();
  if (measures.startProblem) return measures;
  const outcomes = measures.outcomes && [...measures.outcomes];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...measures, outcomes, key }));
  return measures;
}

/** Everything of an entry that decides what is measured. */
function keyOf({ commit, install, build, start, env, types, tests }: Entry): string {
  return JSON.stringify([commit, install, build, start, env, types, tests]);
}
