/** Starts rounds as processes of their own, and reads what they report. */

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Line, Round } from "./round.js";

const script = fileURLToPath(new URL("round.ts", import.meta.url));
/** Whoever says nothing for so long hangs: the longest test takes a tenth of it, on a machine that has others to run. */
const SILENCE_MS = 4 * 60_000;

let made = 0;

/**
 * Runs a round in a folder for its files, and gives what it reported. One that hangs is ended, and what it was at
 * is the last that it told of. Throws where the tests fail without a mutant.
 */
export async function runRound(
  folder: string,
  round: Omit<Round, "report">,
): Promise<readonly Line[]> {
  const name = join(folder, String(++made));
  const report = `${name}.report`;
  writeFileSync(report, "");
  writeFileSync(`${name}.json`, JSON.stringify({ ...round, report }));
  const child = spawn(process.execPath, ["--import", "tsx", script, `${name}.json`], {
    stdio: ["ignore", "ignore", round.kind === "coverage" ? "inherit" : "ignore"],
  });
  const code = await endOf(child, report);
  if (round.kind === "coverage" && code !== 0) throw new Error("tests fail without a mutant");
  return linesOf(report);
}

/** Its exit code; undefined where it was ended. */
function endOf(child: ChildProcess, report: string): Promise<number | undefined> {
  return new Promise((done, reject) => {
    let size = 0;
    let since = Date.now();
    const watch = setInterval(() => {
      const now = readFileSync(report).length;
      if (now !== size) [size, since] = [now, Date.now()];
      else if (Date.now() - since > SILENCE_MS) child.kill("SIGKILL");
    }, 1000);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearInterval(watch);
      done(code ?? undefined);
    });
  });
}

function linesOf(report: string): Line[] {
  const lines = readFileSync(report, "utf8").split("\n").filter(Boolean);
  return lines.map((line): Line => JSON.parse(line));
}
