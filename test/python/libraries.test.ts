/** The table of libraries says nothing that no fixture shows: without any of its lines, one comes out otherwise. */

import { beforeAll, expect, test } from "vitest";
import { libraries, requests } from "../../src/languages/python/forms/libraries.js";
import { isUsed, type Place, planAsTheyAre } from "../support/library-entries.js";

beforeAll(() => planAsTheyAre("python"));

interface Entry {
  readonly name: string;
  /** What is in every file that has to do with it. */
  readonly word: string;
  /** Where it stands: a word means the same whichever library it is of. */
  readonly places: readonly Place[];
}

type Column = "lines" | "makers" | "servers" | "modules" | "resolves";

/** The entries of a column of all libraries, those of one name together. */
function entriesOf(column: Column, nameOf: (entry: never) => string): Entry[] {
  const found = libraries.flatMap((library, at) =>
    (library[column] ?? []).map((entry, index) => ({
      name: nameOf(entry as never),
      place: ["libraries", at, column, index] as Place,
    })),
  );
  return [...new Set(found.map(({ name }) => name))].map((name) => ({
    name: `${column} ${name}`,
    word: /\w+$/.exec(name)?.[0] ?? name,
    places: found.filter((entry) => entry.name === name).map(({ place }) => place),
  }));
}

const entries: readonly Entry[] = [
  ...entriesOf(
    "lines",
    ({ written, word }: { written: string; word: string }) => `${written} ${word}`,
  ),
  ...entriesOf("makers", ({ word }: { word: string }) => word),
  ...entriesOf("servers", (name: string) => name),
  ...entriesOf("modules", (name: string) => name),
  ...entriesOf("resolves", ({ word }: { word: string }) => word),
  ...libraries.flatMap(({ mark }, at) =>
    mark ? [{ name: `mark ${mark}`, word: mark, places: [["libraries", at, "mark"]] }] : [],
  ),
  ...requests.map(({ method }, at) => ({ name: method, word: method, places: [["requests", at]] })),
];

test.each(entries)("$name is used by a fixture", async ({ word, places }) => {
  expect(await isUsed("python", word, places)).toBe(true);
});
