/** What is printed: each mutant, then how many of each room were killed, and each that was not. */

import { readFileSync } from "node:fs";
import type { Mutant } from "./mutants.js";
import { reasonFor } from "./reasons.js";
import type { Outcome } from "./trying.js";

export interface Result {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
}

/** The share of the mutants that were found, by a failing test or by never ending. */
export function score(results: readonly Result[]): number {
  return results.filter(isKilled).length / results.length;
}

/** A line for each mutant that survived, then one for each room. */
export function summaryOf(results: readonly Result[], rooms: readonly string[]): string {
  const lines = rooms.flatMap((room) => {
    const own = results.filter(({ mutant }) => mutant.fileName.startsWith(`${room}/`));
    if (own.length === 0) return [];
    return [`${own.filter(isKilled).length} of ${own.length} killed in ${room}`];
  });
  const alive = results.filter((result) => !isKilled(result)).map(lineOf);
  const ended = results.filter(({ outcome }) => outcome === "never ends").length;
  const killed = results.filter(isKilled).length;
  const total = `${killed} of ${results.length} killed (${ended} of them by never ending)`;
  return [...alive.sort(), "", ...lines, total].join("\n");
}

function isKilled({ outcome }: Result): boolean {
  return outcome === "killed" || outcome === "never ends";
}

/** What was changed and what came of it; of a survivor that is known, why no test need see it. */
export function lineOf(result: Result): string {
  const { mutant, outcome } = result;
  const { fileName, location, replacement } = mutant;
  const change = `${originalOf(mutant)}  →  ${shown(replacement)}`;
  const place = `${fileName}:${location.start.line + 1}:${location.start.column + 1}`;
  const reason = isKilled(result) ? undefined : reasonFor(fileName, change);
  return `${place}: ${outcome}: ${change}${reason ? `  (${reason})` : ""}`;
}

function originalOf({ fileName, location: { start, end } }: Mutant): string {
  const lines = readFileSync(fileName, "utf8")
    .split("\n")
    .slice(start.line, end.line + 1);
  const last = lines.length - 1;
  lines[last] = lines[last]?.slice(0, end.column) ?? "";
  lines[0] = lines[0]?.slice(start.column) ?? "";
  return shown(lines.join("\n"));
}

function shown(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 90);
}
