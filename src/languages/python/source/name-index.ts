/** In which files a name is used, from one search of the bytes of all of them: asking each file for each name takes longer. */

import type { Program } from "../evaluate/program.js";
import { bytesOf, occurrences, skipBlanksBack, wordStart } from "./bytes.js";

/** Files by a name, its bytes read one by one. */
type Files = Map<string, string[]>;

interface NameIndex {
  /** Where it is called or stands in a decorator. */
  readonly used: Files;
  /** Where a class names it among its bases. */
  readonly bases: Files;
  /** Where something is appended to it. */
  readonly appended: Files;
}

/** The sources in which a name may be called or stand in a decorator. */
export function filesUsing(program: Program, name: string): readonly string[] {
  return found(indexOf(program).used, name);
}

/** The sources in which a class may derive from something of this name. */
export function filesDeriving(program: Program, name: string): readonly string[] {
  return found(indexOf(program).bases, name);
}

/** The sources in which something may be appended to what has this name. */
export function filesAppending(program: Program, name: string): readonly string[] {
  return found(indexOf(program).appended, name);
}

/** The sources in which the name of a function of theirs stands. */
export function filesNaming(program: Program, name: string): readonly string[] {
  return found(
    program.remember("function names", () => functionNames(program)),
    name,
  );
}

function found(files: Files, name: string): readonly string[] {
  return files.get(bytesOf(name)) ?? [];
}

function indexOf(program: Program): NameIndex {
  return program.remember("name index", () => {
    const index: NameIndex = { used: new Map(), bases: new Map(), appended: new Map() };
    for (const [file, bytes] of sources(program)) addFile(index, file, bytes);
    return index;
  });
}

/** One file's bytes at a time. */
function* sources(program: Program): Generator<readonly [file: string, bytes: string]> {
  for (const file of program.sources) {
    const bytes = program.buffer(file)?.toString("latin1");
    if (bytes) yield [file, bytes];
  }
}

const words = /[\w\x80-\xff]+/g;

function functionNames(program: Program): Files {
  const names: Files = new Map();
  for (const [, bytes] of sources(program)) {
    for (const [, name = ""] of bytes.matchAll(/\bdef[\s\\]+([\w\x80-\xff]+)/g)) {
      if (!names.has(name)) names.set(alone(name), []);
    }
  }
  for (const [file, bytes] of sources(program)) {
    for (const [word] of bytes.matchAll(words)) {
      const list = names.get(word);
      if (list && list.at(-1) !== file) list.push(file);
    }
  }
  return names;
}

function addFile(index: NameIndex, file: string, bytes: string): void {
  for (const open of occurrences(bytes, "(")) addCalled(index, file, bytes, open);
  if (bytes.includes("@")) addWords(index.used, file, bytes, /@[ \t]*[\w. \x80-\xff]*/g);
  if (bytes.includes("class ")) {
    addWords(index.bases, file, bytes, /^[ \t]*class\s+[\w\x80-\xff]+\s*\([^)]*/gm);
  }
}

/** The name before a bracket, and that before it in `name.append(`. */
function addCalled(index: NameIndex, file: string, bytes: string, open: number): void {
  const end = skipSpaceBack(bytes, open);
  const start = wordStart(bytes, end);
  if (start === end || isDefined(bytes, start)) return;
  const name = bytes.slice(start, end);
  add(index.used, name, file);
  if (name !== "append" || bytes[start - 1] !== ".") return;
  add(index.appended, bytes.slice(wordStart(bytes, start - 1), start - 1), file);
}

/** `def name(` and `class Name(`: every class has an `__init__` that nobody calls. */
function isDefined(bytes: string, start: number): boolean {
  const end = skipBlanksBack(bytes, start);
  return end < start && /^(?:def|class)$/.test(bytes.slice(wordStart(bytes, end), end));
}

/** Blanks, and the line breaks that a backslash or a bracket further out allows. */
function skipSpaceBack(bytes: string, from: number): number {
  const at = skipBlanksBack(bytes, from);
  return /[\s\\]/.test(bytes[at - 1] ?? "") ? skipSpaceBack(bytes, at - 1) : at;
}

function addWords(files: Files, file: string, bytes: string, pattern: RegExp): void {
  for (const [text] of bytes.matchAll(pattern)) {
    for (const [word] of text.matchAll(words)) add(files, word, file);
  }
}

/** Files come one after the other, so a name's last one says whether this file is in its list. */
function add(files: Files, name: string, file: string): void {
  const list = files.get(name);
  if (!list) files.set(alone(name), [file]);
  else if (list.at(-1) !== file) list.push(file);
}

/** A copy: as a part of its file, a name would keep all of that in memory. */
function alone(name: string): string {
  return Buffer.from(name, "latin1").toString("latin1");
}
