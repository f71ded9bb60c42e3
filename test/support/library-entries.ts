/** Whether an entry of a table of libraries does anything: without it some fixture comes out otherwise. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { type Fixture, filesBelow, findFixtures } from "./fixtures.js";

type TableLanguage = "python" | "typescript";

/** Where an entry stands in a table: `["libraries", 0, "lines", 3]`. */
export type Place = readonly (string | number)[];

/** What comes of each fixture by the table as it is. */
const outcomes = new Map<string, string>();

/** Works out what comes of all fixtures of a language. To be called before the first `isUsed`. */
export async function planAsTheyAre(language: TableLanguage): Promise<void> {
  const planner = await plannerWithout(language, []);
  for (const fixture of fixturesWith(language, "")) {
    outcomes.set(fixture.name, await planner.outcomeOf(fixture));
  }
}

/**
 * Whether a fixture of the language that has a word in a text or a path comes out otherwise where the table is
 * without the entries at these places.
 */
export async function isUsed(
  language: TableLanguage,
  word: string,
  places: readonly Place[],
): Promise<boolean> {
  const planner = await plannerWithout(language, places);
  for (const fixture of fixturesWith(language, word)) {
    if ((await planner.outcomeOf(fixture)) !== outcomes.get(fixture.name)) return true;
  }
  return false;
}

/** All modules loaded again, the table first: what is made of it is made as they are loaded. */
async function plannerWithout(language: TableLanguage, places: readonly Place[]) {
  vi.resetModules();
  const table = await import(`../../src/languages/${language}/forms/libraries.ts`);
  for (const name of new Set(places.map(([name]) => name as string))) {
    // Lines may share what stands in them.
    table[name].splice(0, table[name].length, ...copyOf(table[name]));
  }
  // From the end, so that places before stay what they are.
  for (const place of places.toReversed()) remove(table, place);
  return import("./outcome.js");
}

function copyOf(value: any): any {
  if (Array.isArray(value)) return value.map(copyOf);
  if (value?.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copyOf(each)]));
}

function remove(table: any, place: Place): void {
  const owner = place.slice(0, -1).reduce((value, key) => value[key], table);
  const last = place.at(-1) as string | number;
  if (Array.isArray(owner)) owner.splice(last as number, 1);
  else delete owner[last];
}

function fixturesWith(language: TableLanguage, word: string): Fixture[] {
  return findFixtures()
    .filter(({ name }) => name.startsWith(`${language}/`))
    .filter(({ before }) =>
      filesBelow(before).some(
        (path) => path.includes(word) || readFileSync(join(before, path), "utf8").includes(word),
      ),
    );
}
