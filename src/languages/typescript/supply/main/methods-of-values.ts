/** What methods of texts and lists give, where both are known. */

import { type Known, unknown } from "./world.js";

type Method = (value: never, args: readonly Known[]) => Known;

const ofTexts: Readonly<Record<string, (value: string, args: readonly string[]) => Known>> = {
  toLowerCase: (value) => value.toLowerCase(),
  toUpperCase: (value) => value.toUpperCase(),
  toString: (value: string) => value,
  trim: (value) => value.trim(),
  includes: (value, [part = ""]) => value.includes(part),
  startsWith: (value, [part = ""]) => value.startsWith(part),
  endsWith: (value, [part = ""]) => value.endsWith(part),
  split: (value, [between = ""]) => value.split(between),
};

const ofLists: Readonly<
  Record<string, (value: readonly Known[], args: readonly Known[]) => Known>
> = {
  includes: (value, [item]) => (value.includes(unknown) ? unknown : value.includes(item)),
  indexOf: (value, [item]) => (value.includes(unknown) ? unknown : value.indexOf(item)),
  slice: (value, [from, to]) => value.slice(asIndex(from), asIndex(to)),
  at: (value, [index]) => value.at(asIndex(index) ?? 0),
  join: (value, [between]) =>
    value.every((each) => typeof each === "string") ? value.join(String(between ?? ",")) : unknown,
  concat: (value, args) => [...value, ...args.flatMap((each) => each as Known[])],
};

function asIndex(value: Known): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The answer of a method; unknown for methods that are not listed here, and arguments that are not known. */
export function methodValue(value: Known, name: string, args: readonly Known[]): Known {
  if (args.includes(unknown)) return unknown;
  const table = typeof value === "string" ? ofTexts : Array.isArray(value) ? ofLists : undefined;
  const method = table && Object.hasOwn(table, name) ? (table[name] as Method) : undefined;
  if (!method) return unknown;
  if (typeof value === "string" && args.some((each) => typeof each !== "string")) return unknown;
  return method(value as never, args);
}
