/**
 * Every call in a server by the name that is called, from one walk over the bytes of its files: asking
 * each file for each tool's name, or parsing the tests, would take longer than all the rest.
 */

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

/** A name as its bytes read one by one, which is how the index knows it. */
function bytesOf(name: string): string {
  return Buffer.from(name, "utf8").toString("latin1");
}

function indexOf(program: Program, wanted: ReadonlySet<string>): Index {
  const buffers = [...program.sources, ...program.tests].flatMap((file) => {
    const buffer = program.buffer(file);
    return buffer ? [{ file, buffer }] : [];
  });
  const names = new Set([...wanted].map(bytesOf));
  const aliases: Index["aliases"] = new Map();
  const imported = namesOf(names);
  for (const { file, buffer } of buffers) indexAliases(file, buffer, imported, aliases);
  for (const { name } of [...aliases.values()].flat()) names.add(name);
  const calls: Index["calls"] = new Map();
  const called = namesOf(names);
  for (const { file, buffer } of buffers) indexCalls(file, buffer, called, calls);
  return { calls, aliases };
}

const OPEN = 0x28;
const DOT = 0x2e;

/** The wanted names, and which lengths and last characters they have: most other names differ in those. */
interface Names {
  has(name: string): boolean;
  mayHave(last: number, length: number): boolean;
}

function namesOf(names: ReadonlySet<string>): Names {
  const ends = new Uint8Array(256 * 64);
  const slot = (last: number, length: number): number => last * 64 + Math.min(length, 63);
  for (const name of ["partial", ...names])
    ends[slot(name.charCodeAt(name.length - 1), name.length)] = 1;
  return {
    has: (name) => names.has(name),
    mayHave: (last, length) => ends[slot(last, length)] === 1,
  };
}

function indexCalls(file: string, buffer: Buffer, names: Names, calls: Index["calls"]): void {
  for (let open = 0; open < buffer.length; open++) {
    if (buffer[open] !== OPEN) continue;
    const end = skipBlanksBack(buffer, open);
    const start = wordStart(buffer, end);
    if (start === end || !names.mayHave(buffer[end - 1] ?? 0, end - start)) continue;
    const name = buffer.toString("latin1", start, end);
    if (name === "partial") addPartial(file, buffer, open + 1, names, calls);
    else if (names.has(name) && !isDefinition(buffer, start)) {
      const isMember = buffer[skipBlanksBack(buffer, start) - 1] === DOT;
      push(calls, name, { file, name, start, from: open + 1, isMember });
    }
  }
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

function indexAliases(file: string, buffer: Buffer, names: Names, aliases: Index["aliases"]): void {
  for (let at = buffer.indexOf(" as "); at >= 0; at = buffer.indexOf(" as ", at + 4)) {
    const start = wordStart(buffer, at);
    if (start === at || !names.mayHave(buffer[at - 1] ?? 0, at - start)) continue;
    const name = buffer.toString("latin1", start, at);
    const other = /^\w+/.exec(buffer.toString("latin1", at + 4, at + 104))?.[0];
    if (names.has(name) && other) push(aliases, name, { file, name: other });
  }
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

function skipBlanksBack(buffer: Buffer, from: number): number {
  let at = from;
  while (buffer[at - 1] === 0x20 || buffer[at - 1] === 0x09) at--;
  return at;
}

function wordStart(buffer: Buffer, end: number): number {
  let at = end;
  while (at > 0 && isWord(buffer[at - 1] ?? 0)) at--;
  return at;
}

/** Letters, digits, the underscore and every byte of a character beyond ASCII. */
function isWord(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte >= 0x80
  );
}
