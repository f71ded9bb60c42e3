/**
 * `npm run properties -- [times] [seed]`: runs every property test with so many times the examples of the suite (20)
 * and a seed of its own, or the one that is given. Prints the seed; exit 1 where an example fails.
 */

import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [times = 20, seed = randomInt(2 ** 31)] = process.argv.slice(2).map(Number);
const files = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts"))
  .map((path) => join("test", path))
  .filter((path) => readFileSync(path, "utf8").includes('from "fast-check"'));

console.log(`${files.length} files, ${times} times the examples, seed ${seed}`);
const { status } = spawnSync("npx", ["vitest", "run", "--testTimeout=0", ...files], {
  stdio: "inherit",
  env: { ...process.env, PROPERTY_SEED: `${seed}`, PROPERTY_TIMES: `${times}` },
});
console.log(`seed ${seed}`);
process.exitCode = status ?? 1;
