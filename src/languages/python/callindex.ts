/**
 * Every call in a server by the name that is called, from one walk over the bytes of its files: asking
 * each file for each tool's name, or parsing the tests, would take longer than all the rest.
 */

import type { Program } from "./program.js";

export interface Call {
  readonly file: string;
  /** UTF-16 offset of the called name. */
  readonly offset: number;
  /** UTF-16 offset at which the arguments begin. */
  readonly from: number;
  /** Whether it is called through an object: `x.name(…)`. */
  readonly isMember: boolean;
}

/** A call in bytes. */
interface Found {
  readonly file: string;
  readonly start: number;
  readonly from: number;
  readonly isMember: boolean;
}

interface Index {
  readonly calls: Map<string, Found[]>;
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
  return [...(index.calls.get(key) ?? []), ...renamed].map((found) => toCall(program, found));
}

/** A name as its bytes read one by one, which is how the index knows it. */
function bytesOf(name: string): string {
  return Buffer.from(name, "utf8").toString("latin1");
}

function indexOf(program: Program, wanted: ReadonlySet<string>): Index {
  const buffers = [...program.sources, ...program.tests].flatMap((file) => {
    const bytes = program.project.files.bytes(file);
    return bytes
      ? [{ file, buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) }]
      : [];
  });
  const names = new Set([...wanted].map(bytesOf));
  const aliases: Index["aliases"] = new Map();
  for (const { file, buffer } of buffers) indexAliases(file, buffer, names, aliases);
  for (const { name } of [...aliases.values()].flat()) names.add(name);
  const calls: Index["calls"] = new Map();
  for (const { file, buffer } of buffers) indexCalls(file, buffer, names, calls);
  return { calls, aliases };
}

const OPEN = 0x28;
const DOT = 0x2e;

type Names = ReadonlySet<string>;

function indexCalls(file: string, buffer: Buffer, names: Names, calls: Index["calls"]): void {
  for (let open = buffer.indexOf(OPEN); open >= 0; open = buffer.indexOf(OPEN, open + 1)) {
    const end = skipBlanksBack(buffer, open);
    const start = wordStart(buffer, end);
    if (start === end) continue;
    const name = buffer.toString("latin1", start, end);
    if (name === "partial") addPartial(file, buffer, open + 1, names, calls);
    else if (names.has(name) && !isDefinition(buffer, start)) {
      const isMember = buffer[skipBlanksBack(buffer, start) - 1] === DOT;
      push(calls, name, { file, start, from: open + 1, isMember });
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
  push(calls, head[2], { file, start, from: at + head[0].length, isMember: head[1] !== undefined });
}

function indexAliases(file: string, buffer: Buffer, names: Names, aliases: Index["aliases"]): void {
  for (let at = buffer.indexOf(" as "); at >= 0; at = buffer.indexOf(" as ", at + 4)) {
    const name = buffer.toString("latin1", wordStart(buffer, at), at);
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

/** Bytes to UTF-16 units: the same in a file of ASCII, which nearly every one is. */
function toCall(program: Program, { file, start, from, isMember }: Found): Call {
  const bytes = program.project.files.bytes(file);
  const source = program.project.files.read(file);
  if (!bytes || !source || source.text.length === bytes.length) {
    return { file, offset: start, from, isMember };
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units = (end: number) => buffer.toString(source.encoding, 0, end).length;
  return { file, offset: units(start), from: units(from), isMember };
}
