/** What is taken out of lists, tuples and dictionaries. */

import { type DictValue, unknown, type Value } from "./values.js";

/** What one element of an iterable can be; a dictionary gives its keys. */
export function elementsOf(values: readonly Value[]): readonly (readonly Value[])[] {
  return values.flatMap((value) => {
    if (value.kind === "list") return value.items;
    if (value.kind === "dict") return value.entries.map((entry) => entry.key);
    return value.kind === "unknown" || value.kind === "free" ? [[value]] : [];
  });
}

/** The element at a place in what may be a list or tuple. */
export function itemAt(values: readonly Value[], index: number): readonly Value[] {
  return values.flatMap((value) => {
    if (value.kind === "free" || value.kind === "unknown") return [value];
    if (value.kind !== "list") return unknown("it is taken out of something that is no list");
    return value.items.at(index) ?? [];
  });
}

/** `container[key]`. A list with an index that is not known gives any of its elements. */
export function indexed(container: readonly Value[], key: readonly Value[]): readonly Value[] {
  const free = [...container, ...key].find((value) => value.kind === "free");
  if (free) return [free];
  const wanted = key[0];
  const found = container.flatMap((value) => {
    if (value.kind === "list") return value.items.flat();
    if (value.kind !== "dict") return [];
    return entriesFor(value, wanted).flatMap((entry) => entry.value);
  });
  return found.length > 0 ? found : unknown("it is looked up at run time");
}

/** The entries under a key: where none has it, those whose key is not known. */
function entriesFor({ entries }: DictValue, wanted: Value | undefined) {
  if (wanted?.kind !== "string") return entries;
  const own = entries.filter((entry) => holds(entry.key, wanted.value));
  return own.length > 0
    ? own
    : entries.filter(({ key }) => !key.some(({ kind }) => kind === "string"));
}

function holds(values: readonly Value[], text: string): boolean {
  return values.some((value) => value.kind === "string" && value.value === text);
}
