/**
 * Every call in a server by the name that is called, from one walk over the bytes of its files: asking
 * each file for each tool's name, or parsing the tests, would take longer than all the rest.
 */

import { bytesOf, skipBlanksBack, wordStart } from "./bytes.js";
import type { Program } from "./program.js";

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
 * `partial` included. The first question walks over the files for all of the names.
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
    const buffer = program.buffer(file);
    if (!buffer) continue;
    const aliases = [...indexFile(file, buffer, names, index)].filter((name) => !names.has(name));
    if (aliases.length > 0) indexFile(file, buffer, namesOf(aliases), index);
  }
  return index;
}

const SPACE = 0x20;
const OPEN = 0x28;
const DOT = 0x2e;

/** The wanted names, and which lengths and last characters they have: most other names differ in those. */
interface Names {
  has(name: string): boolean;
  mayEnd(last: number): boolean;
  mayHave(last: number, length: number): boolean;
}

function namesOf(names: readonly string[]): Names {
  const all = new Set(names);
  const ends = new Uint8Array(256 * 64);
  const lasts = new Uint8Array(256);
  const slot = (last: number, length: number): number => last * 64 + Math.min(length, 63);
  for (const name of ["partial", ...names]) {
    const last = name.charCodeAt(name.length - 1);
    lasts[last] = 1;
    ends[slot(last, name.length)] = 1;
  }
  return {
    has: (name) => all.has(name),
    mayEnd: (last) => lasts[last] === 1,
    mayHave: (last, length) => ends[slot(last, length)] === 1,
  };
}

/** Whether ` as ` stands there. */
function isAs(buffer: Buffer, at: number): boolean {
  return buffer[at + 1] === 0x61 && buffer[at + 2] === 0x73 && buffer[at + 3] === SPACE;
}

/** Adds a file's calls and aliases of the names. Returns the aliases: their calls are to be found as well. */
function indexFile(file: string, buffer: Buffer, names: Names, index: Index): ReadonlySet<string> {
  const aliases = new Set<string>();
  for (let at = 0; at < buffer.length; at++) {
    const byte = buffer[at];
    if (byte === OPEN) addCall(file, buffer, at, names, index.calls);
    else if (byte === SPACE && isAs(buffer, at)) {
      const alias = aliasAt(buffer, at, names);
      if (!alias || aliases.has(alias.name)) continue;
      push(index.aliases, alias.of, { file, name: alias.name });
      aliases.add(alias.name);
    }
  }
  return aliases;
}

function addCall(
  file: string,
  buffer: Buffer,
  open: number,
  names: Names,
  calls: Index["calls"],
): void {
  const end = skipBlanksBack(buffer, open);
  if (!names.mayEnd(buffer[end - 1] ?? 0)) return;
  const name = wantedName(buffer, end, names);
  const start = end - (name?.length ?? 0);
  if (name === "partial") addPartial(file, buffer, open + 1, names, calls);
  else if (name && names.has(name) && !isDefinition(buffer, start)) {
    const isMember = buffer[skipBlanksBack(buffer, start) - 1] === DOT;
    push(calls, name, { file, name, start, from: open + 1, isMember });
  }
}

/** The word before `end` where it has the length and the last character of a wanted one. */
function wantedName(buffer: Buffer, end: number, names: Names): string | undefined {
  const start = wordStart(buffer, end);
  const isLikely = start < end && names.mayHave(buffer[end - 1] ?? 0, end - start);
  return isLikely ? buffer.toString("latin1", start, end) : undefined;
}

/** `partial(name, …)` passes arguments to `name`. */
function addPartial(
  file: string,
  buffer: Buffer,
  at: number,
  names: Names,
  calls: Index["calls"],
): void {
  const head = /^\s*([\w.]+\.)?(\w+)\s*,/.exec(buffer.toString("latin1", at, at + 200));
  if (!head?.[2] || !names.has(head[2])) return;
  const start = at + head[0].lastIndexOf(head[2]);
  push(calls, head[2], {
    file,
    name: head[2],
    start,
    from: at + head[0].length,
    isMember: head[1] !== undefined,
  });
}

/** `name as other`, where `at` is the blank before `as`. */
function aliasAt(
  buffer: Buffer,
  at: number,
  names: Names,
): { readonly of: string; readonly name: string } | undefined {
  const of = wantedName(buffer, at, names);
  if (!of || !names.has(of)) return undefined;
  const name = /^\w+/.exec(buffer.toString("latin1", at + 4, at + 104))?.[0];
  return name ? { of, name } : undefined;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function isDefinition(buffer: Buffer, start: number): boolean {
  const end = skipBlanksBack(buffer, start);
  const word = buffer.toString("latin1", wordStart(buffer, end), end);
  return end < start && (word === "def" || word === "class");
}
