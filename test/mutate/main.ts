/**
 * `npm run mutate -- [count] [seed] [paths]`: changes the sources in small ways, one at a time, and sees whether a test
 * fails. Of all such mutants, or of those below the paths, a seeded sample is tried, each on the tests that reach it.
 * Ends with 1 where fewer than four of five are killed.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rooms, sampleOfMutants } from "./mutants.js";
import { lineOf, type Result, score, summaryOf } from "./summary.js";
import { tryAll } from "./trying.js";

const wanted = 0.8;

const [count = "300", seed = "1", ...paths] = process.argv.slice(2);
const sample = await sampleOfMutants(Number(count), Number(seed), paths.length > 0 ? paths : rooms);
console.log(`${sample.mutants.length} mutants, seed ${seed}`);
const folder = mkdtempSync(join(tmpdir(), "mutants-of-retrofit-"));
const results: Result[] = [];
const start = performance.now();
try {
  await tryAll(folder, sample, (mutant, outcome) => {
    results.push({ mutant, outcome });
    // As soon as it is known: a run takes its time.
    console.log(lineOf({ mutant, outcome }));
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `\n${summaryOf(results, rooms)} in ${((performance.now() - start) / 60_000).toFixed(0)} minutes`,
);
process.exitCode = score(results) >= wanted ? 0 : 1;
