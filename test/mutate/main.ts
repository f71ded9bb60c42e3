/**
 * `npm run mutate -- [count] [seed]`: changes the sources in small ways, one at a time, and sees whether a test
 * fails. Of all such mutants a seeded sample is tried, each with the tests that reach it. Ends with 1 where fewer
 * than four of five are killed, and after 45 minutes with what it has found by then.
 */

import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { rooms, sampleOfMutants } from "./mutants.js";
import { listener, results } from "./plugins.mjs";
import { lineOf, score, summaryOf } from "./summary.js";

const LIMIT_MS = 45 * 60_000;
const wanted = 0.8;

const [count = 300, seed = 1] = process.argv.slice(2).map(Number);
const { ranges, keys } = await sampleOfMutants(count, seed);
console.log(`${keys.length} mutants, seed ${seed}`);
process.env["SAMPLED_MUTANTS"] = JSON.stringify(keys);

// As soon as it is known: a run takes its time.
listener.tell = (result) => console.log(lineOf(result));
setTimeout(
  () => finish(`stopped after 45 minutes: ${results.length} of ${keys.length} tried`),
  LIMIT_MS,
);
await new Stryker({
  configFile: "test/mutate/stryker.json",
  mutate: [...ranges],
  // Below the repository git ignores it, and so would the program under test.
  tempDirName: join(tmpdir(), "mutants-of-retrofit"),
}).runMutationTest();
finish("");

function finish(message: string): never {
  console.log(`${summaryOf(results, rooms)}\n${message}`);
  process.exit(message === "" && score(results) >= wanted ? 0 : 1);
}
