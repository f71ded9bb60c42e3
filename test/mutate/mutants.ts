/** Which mutants there are in the rooms that are tried, a sample of them, and the sources with these in them. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import fc from "fast-check";

const perLanguage = ["evaluate", "forms", "migrate", "findings"];
const languages = ["python", "typescript"].map((name) => `src/languages/${name}`);

/** The rooms of the sources, by their folders. */
export const rooms = [
  ...languages.flatMap((language) => perLanguage.map((room) => `${language}/${room}`)),
  "src/plan",
  "src/disk",
];

type Instrumented = Awaited<ReturnType<Instrumenter["instrument"]>>;
/** A change of a source; its `id` switches it on in the sources of its sample. Lines and columns are from zero. */
export type Mutant = Instrumented["mutants"][number];

export interface Sample {
  readonly mutants: readonly Mutant[];
  /** The sources that they are in, by path, with each of them in place, to be switched on. */
  readonly sources: Readonly<Record<string, string>>;
}

/** So many mutants below these folders or files, the same for the same seed and the same sources. */
export async function sampleOfMutants(
  count: number,
  seed: number,
  places: readonly string[],
): Promise<Sample> {
  const paths = rooms.flatMap(sourcesIn);
  const wanted = paths.filter((path) => places.some((place) => path.startsWith(place)));
  const { mutants: all } = await instrument(wanted.map((name) => ({ name, mutate: true })));
  const length = Math.min(count, all.length);
  const some = fc.shuffledSubarray([...all], { minLength: length, maxLength: length });
  const [sample = []] = fc.sample(some, { numRuns: 1, seed });
  // Only what is tried: each mutant in a source makes it slower.
  const ranges = [...new Set(sample.map(({ fileName }) => fileName))].map((name) => ({
    name,
    mutate: sample.filter(({ fileName }) => fileName === name).map(({ location }) => location),
  }));
  const { files, mutants } = await instrument(ranges);
  const keys = new Set(sample.map(keyOf));
  return {
    mutants: mutants.filter((mutant) => keys.has(keyOf(mutant))),
    sources: Object.fromEntries(files.map(({ name, content }) => [name, content])),
  };
}

type Place = Omit<Parameters<Instrumenter["instrument"]>[0][number], "content">;

async function instrument(places: readonly Place[]): Promise<Instrumented> {
  const silent = { debug() {}, info() {}, isDebugEnabled: () => false };
  const instrumenter = new Instrumenter(
    silent as unknown as ConstructorParameters<typeof Instrumenter>[0],
  );
  const files = places.map((place) => ({ ...place, content: readFileSync(place.name, "utf8") }));
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { mutants, ...rest } = await instrumenter.instrument(files, options);
  return { ...rest, mutants: mutants.filter(({ status }) => status === undefined) };
}

function keyOf({ fileName, location: { start, end }, mutatorName, replacement }: Mutant): string {
  return JSON.stringify([fileName, start, end, mutatorName, replacement]);
}

function sourcesIn(room: string): string[] {
  return readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(room, path))
    .sort();
}
