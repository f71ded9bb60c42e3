/** What is printed at the end: how many of each room were killed, and each that was not. */

import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { MutantResult } from "@stryker-mutator/api/core";
import { reasonFor } from "./reasons.js";

/** The share of the mutants that were found, by a failing test or by never ending. */
export function score(results: readonly MutantResult[]): number {
  return results.filter(isKilled).length / results.length;
}

/** A line for each room, then a line for each mutant that survived. */
export function summaryOf(results: readonly MutantResult[], rooms: readonly string[]): string {
  const lines = rooms.flatMap((room) => {
    const own = results.filter(({ fileName }) => pathOf(fileName).startsWith(`${room}/`));
    if (own.length === 0) return [];
    return [`${own.filter(isKilled).length} of ${own.length} killed in ${room}`];
  });
  const alive = results.filter((result) => !isKilled(result)).map(lineOf);
  const ended = results.filter(({ status }) => status === "Timeout").length;
  const killed = results.filter(isKilled).length;
  const total = `${killed} of ${results.length} killed (${ended} of them by never ending)`;
  return [...alive.sort(), "", ...lines, total].join("\n");
}

function isKilled({ status }: MutantResult): boolean {
  return status === "Killed" || status === "Timeout";
}

/** What was changed and what came of it; of a survivor that is known, why no test need see it. */
export function lineOf(result: MutantResult): string {
  const { fileName, location, replacement, status } = result;
  const [path, change] = [
    pathOf(fileName),
    `${originalOf(result)}  →  ${shown(replacement ?? "")}`,
  ];
  const place = `${path}:${location.start.line}:${location.start.column}`;
  const reason = isKilled(result) ? undefined : reasonFor(path, change);
  return `${place}: ${outcomes[status] ?? status}: ${change}${reason ? `  (${reason})` : ""}`;
}

const outcomes: Record<string, string> = {
  Killed: "killed",
  Timeout: "killed",
  Survived: "survived",
  NoCoverage: "no test reaches",
};

function originalOf({ fileName, location }: MutantResult): string {
  const lines = readFileSync(pathOf(fileName), "utf8")
    .split("\n")
    .slice(location.start.line - 1, location.end.line);
  const last = lines.length - 1;
  lines[last] = lines[last]?.slice(0, location.end.column - 1) ?? "";
  lines[0] = lines[0]?.slice(location.start.column - 1) ?? "";
  return shown(lines.join("\n"));
}

function shown(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 90);
}

function pathOf(fileName: string): string {
  return relative(process.cwd(), fileName);
}
