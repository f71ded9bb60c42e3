/**
 * Every call in a server by the name that is called, from one search of the bytes of its files: asking
 * each file for each tool's name, or parsing the tests, would take longer than all the rest. The engine's
 * own search leads from bracket to bracket, which is faster than any walk written here.
 */

import type { Program } from "../evaluate/program.js";
import { bytesOf, occurrences, skipBlanksBack, wordStart } from "./bytes.js";

export interface Call {
  readonly file: string;
  /** The called name, its bytes read one by one. */
  readonly name: string;
  /** Byte offset of the called name. */
  readonly start: number;
  /** Byte offset at which the arguments begin. */
  readonly from: number;
  /** Whether it is called through an object: `x.name(…)`. */
  readonly isMember: boolean;
}

interface Index {
  readonly calls: Map<string, Call[]>;
  /** Names that a file gives to imported ones: `from x import name as other`. */
  readonly aliases: Map<string, { readonly file: string; readonly name: string }[]>;
}

/**
 * The calls of one of the `wanted` names, those under an alias of it in the same file and those through
 * `partial` included. The first question searches the files for all of the names.
 */
export function callsInServer(
  program: Program,
  name: string,
  wanted: ReadonlySet<string>,
): readonly Call[] {
  const index = program.remember("call index", () => indexOf(program, wanted));
  const key = bytesOf(name);
  const renamed = (index.aliases.get(key) ?? []).flatMap((alias) =>
    (index.calls.get(alias.name) ?? []).filter((call) => call.file === alias.file),
  );
  return [...(index.calls.get(key) ?? []), ...renamed];
}

function indexOf(program: Program, wanted: ReadonlySet<string>): Index {
  const names = namesOf([...wanted].map(bytesOf));
  const index: Index = { calls: new Map(), aliases: new Map() };
  for (const file of [...program.sources, ...program.tests]) {
    const bytes = program.buffer(file)?.toString("latin1");
    if (!bytes) continue;
    addCalls(file, bytes, names, index.calls);
    const aliases = addAliases(file, bytes, names, index).filter((name) => !names.find(name));
    if (aliases.length > 0) addCalls(file, bytes, namesOf(aliases), index.calls);
  }
  return index;
}

/** The wanted names, and which lengths and last characters they have: most other names differ in those. */
interface Names {
  /** The name that these bytes are: itself, not a part of the file, which would stay in memory with it. */
  find(bytes: string): string | undefined;
  mayEnd(last: number): boolean;
  mayHave(last: number, length: number): boolean;
}

const PARTIAL = "partial";

function namesOf(names: readonly string[]): Names {
  const all = new Map([PARTIAL, ...names].map((name) => [name, name]));
  const ends = new Uint8Array(256 * 64);
  const lasts = new Uint8Array(256);
  const slot = (last: number, length: number): number => last * 64 + Math.min(length, 63);
  for (const name of all.keys()) {
    const last = name.charCodeAt(name.length - 1);
    lasts[last] = 1;
    ends[slot(last, name.length)] = 1;
  }
  return {
    find: (bytes) => all.get(bytes),
    mayEnd: (last) => lasts[last] === 1,
    mayHave: (last, length) => ends[slot(last, length)] === 1,
  };
}

function addCalls(file: string, bytes: string, names: Names, calls: Index["calls"]): void {
  for (const open of occurrences(bytes, "(")) addCall(file, bytes, open, names, calls);
}

/** Returns the aliases of a file: their calls are to be found as well. */
function addAliases(file: string, bytes: string, names: Names, index: Index): readonly string[] {
  const found = new Set<string>();
  // The engine looks for the first character first, and every fifth one is a blank.
  for (const at of occurrences(bytes, "as ")) {
    const alias = aliasAt(bytes, at, names);
    if (!alias || found.has(alias.name)) continue;
    push(index.aliases, alias.of, { file, name: alias.name });
    found.add(alias.name);
  }
  return [...found];
}

function addCall(
  file: string,
  bytes: string,
  open: number,
  names: Names,
  calls: Index["calls"],
): void {
  const end = skipBlanksBack(bytes, open);
  if (!names.mayEnd(bytes.charCodeAt(end - 1))) return;
  const name = nameBefore(bytes, end, names);
  const start = end - (name?.length ?? 0);
  if (name === PARTIAL) addPartial(file, bytes, open + 1, names, calls);
  else if (name && !isDefinition(bytes, start)) {
    const isMember = bytes[skipBlanksBack(bytes, start) - 1] === ".";
    push(calls, name, { file, name, start, from: open + 1, isMember });
  }
}

/** The wanted name that ends at `end`. */
function nameBefore(bytes: string, end: number, names: Names): string | undefined {
  const start = wordStart(bytes, end);
  const isLikely = start < end && names.mayHave(bytes.charCodeAt(end - 1), end - start);
  return isLikely ? names.find(bytes.slice(start, end)) : undefined;
}

/** `partial(name, …)` passes arguments to `name`. */
function addPartial(
  file: string,
  bytes: string,
  at: number,
  names: Names,
  calls: Index["calls"],
): void {
  const head = /^\s*([\w.]+\.)?(\w+)\s*,/.exec(bytes.slice(at, at + 200));
  const name = names.find(head?.[2] ?? "");
  if (!head || !name) return;
  const start = at + head[0].lastIndexOf(name);
  push(calls, name, {
    file,
    name,
    start,
    from: at + head[0].length,
    isMember: head[1] !== undefined,
  });
}

/** `name as other`, where `at` is that of `as`. */
function aliasAt(
  bytes: string,
  at: number,
  names: Names,
): { readonly of: string; readonly name: string } | undefined {
  const of = bytes[at - 1] === " " ? nameBefore(bytes, at - 1, names) : undefined;
  if (!of || of === PARTIAL) return undefined;
  const name = /^\w+/.exec(bytes.slice(at + 3, at + 103))?.[0];
  return name ? { of, name } : undefined;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function isDefinition(bytes: string, start: number): boolean {
  const end = skipBlanksBack(bytes, start);
  const word = bytes.slice(wordStart(bytes, end), end);
  return end < start && (word === "def" || word === "class");
}
