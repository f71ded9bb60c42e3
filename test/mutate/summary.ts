/** What is printed at the end: how many of each room were killed, and each that was not. */

import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { MutantResult } from "@stryker-mutator/api/core";

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
  const alive = results.filter((result) => !isKilled(result)).map(survivor);
  const ended = results.filter(({ status }) => status === "Timeout").length;
  const killed = results.filter(isKilled).length;
  const total = `${killed} of ${results.length} killed (${ended} of them by never ending)`;
  return [...alive.sort(), "", ...lines, total].join("\n");
}

function isKilled({ status }: MutantResult): boolean {
  return status === "Killed" || status === "Timeout";
}

function survivor({ fileName, location, replacement, status }: MutantResult): string {
  const path = pathOf(fileName);
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .slice(location.start.line - 1, location.end.line);
  const last = lines.length - 1;
  lines[last] = lines[last]?.slice(0, location.end.column - 1) ?? "";
  lines[0] = lines[0]?.slice(location.start.column - 1) ?? "";
  const [from, to] = [lines.join("\n"), replacement ?? ""].map((text) =>
    text.replace(/\s+/g, " ").slice(0, 90),
  );
  const place = `${path}:${location.start.line}:${location.start.column}`;
  return `${place}: ${status === "NoCoverage" ? "no test reaches" : "survived"}: ${from}  →  ${to}`;
}

function pathOf(fileName: string): string {
  return relative(process.cwd(), fileName);
}
