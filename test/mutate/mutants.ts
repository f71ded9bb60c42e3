/** Which mutants there are in the rooms that are tried, and a sample of them. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import fc from "fast-check";
import { keyOf } from "./plugins.mjs";

const perLanguage = ["evaluate", "forms", "migrate", "findings"];
const languages = ["python", "typescript"].map((name) => `src/languages/${name}`);

/** The rooms of the sources, by their folders. */
export const rooms = [
  ...languages.flatMap((language) => perLanguage.map((room) => `${language}/${room}`)),
  "src/plan",
  "src/disk",
];

export interface Sampled {
  /** What Stryker is to mutate, as ranges of files; others may lie within them. */
  readonly ranges: readonly string[];
  /** Which of the mutants in these ranges are meant. */
  readonly keys: readonly string[];
}

/** So many mutants, the same for the same seed and the same sources. */
export async function sampleOfMutants(count: number, seed: number): Promise<Sampled> {
  const all = await mutantsOf(rooms.flatMap(sourcesIn));
  const length = Math.min(count, all.length);
  const some = fc.shuffledSubarray(all, { minLength: length, maxLength: length });
  const [sample = []] = fc.sample(some, { numRuns: 1, seed });
  return { ranges: [...new Set(sample.map(rangeOf))], keys: sample.map(keyOf) };
}

type Mutants = Awaited<ReturnType<Instrumenter["instrument"]>>["mutants"];

async function mutantsOf(paths: readonly string[]): Promise<Mutants[number][]> {
  const silent = { debug() {}, info() {}, isDebugEnabled: () => false };
  const instrumenter = new Instrumenter(
    silent as unknown as ConstructorParameters<typeof Instrumenter>[0],
  );
  const files = paths.map((name) => ({ name, mutate: true, content: readFileSync(name, "utf8") }));
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { mutants } = await instrumenter.instrument(files, options);
  return mutants.filter(({ status }) => status === undefined);
}

function sourcesIn(room: string): string[] {
  return readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(room, path))
    .sort();
}

/** As Stryker's `mutate` takes it: lines from one, columns from zero. */
function rangeOf({ fileName, location: { start, end } }: Mutants[number]): string {
  return `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}
