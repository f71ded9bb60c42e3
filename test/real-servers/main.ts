/**
 * `npm run real-servers -- <folder> [name…]`: proves the product on real servers, one at a time.
 * `<folder>` holds clones named `owner+name` with their dependencies installed; they are only copied.
 * Servers that have a result in `<folder>/results` are skipped unless named. Prints the tables; exit 0
 * when every proof holds, 1 when one does not, 2 when it could not be made.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Entry, readEntries } from "./entries.js";
import { failuresOf, type Proof } from "./proof.js";
import { prove } from "./prove.js";
import { notesOf, tableOf, totalsOf } from "./table.js";

const [folder, ...names] = process.argv.slice(2);
process.exitCode = folder ? await main(resolve(folder), names) : usage();

function usage(): number {
  console.error("usage: npm run real-servers -- <folder> [name…]");
  return 2;
}

async function main(servers: string, wanted: readonly string[]): Promise<number> {
  const entries = readEntries();
  const results = join(servers, "results");
  mkdirSync(results, { recursive: true });
  const unknown = wanted.filter((name) => !entries.some((entry) => entry.name === name));
  if (unknown.length > 0) throw new Error(`servers.json has no ${unknown.join(", ")}`);
  let broken = 0;
  for (const entry of entries) {
    const done = existsSync(resultOf(entry, results));
    if (wanted.length > 0 ? !wanted.includes(entry.name) : done) continue;
    if (!(await proveAndKeep(entry, servers, results))) broken++;
  }
  const proofs = entries.flatMap((entry) => readResult(entry, results));
  printTables(proofs);
  if (broken > 0) return 2;
  return proofs.every((proof) => failuresOf(proof).length === 0) ? 0 : 1;
}

/** Whether the proof could be made, whatever it says. */
async function proveAndKeep(entry: Entry, servers: string, results: string): Promise<boolean> {
  const say = (step: string): void => console.error(`${entry.name}: ${step}`);
  try {
    const proof = await prove(entry, servers, join(servers, "copies"), say);
    writeFileSync(resultOf(entry, results), `${JSON.stringify(proof, undefined, 2)}\n`);
    for (const failure of failuresOf(proof)) say(`FAILURE: ${failure}`);
    return true;
  } catch (error) {
    say(`could not be proved: ${(error as Error).message}`);
    return false;
  }
}

function resultOf(entry: Entry, results: string): string {
  return join(results, `${entry.name}.json`);
}

/** A kept result, judged by what servers.json says now. */
function readResult(entry: Entry, results: string): Proof[] {
  const file = resultOf(entry, results);
  if (!existsSync(file)) return [];
  return [{ ...(JSON.parse(readFileSync(file, "utf8")) as Proof), entry }];
}

function printTables(proofs: readonly Proof[]): void {
  for (const language of ["typescript", "python"] as const) {
    const own = proofs.filter(({ entry }) => entry.language === language);
    if (own.length > 0) console.log(`${tableOf(own)}\n\n${totalsOf(own)}\n\n${notesOf(own)}\n`);
  }
}
