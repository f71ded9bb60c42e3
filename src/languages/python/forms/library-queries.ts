/** Questions to the table of libraries. */

import { libraries, requests } from "./libraries.js";
import type { Asked, Library, Line, Maker, SiteKind, Written } from "./library.js";

const lines = libraries.flatMap((library) => library.lines);

/** The modules that a file imports which serves tools. */
export const modulesOfLibraries = libraries.flatMap(({ modules }) => modules);

/** Bytes of which one is in every file that may serve tools. */
export const bytesOfLibraries: readonly string[] = once(libraries.flatMap(({ bytes }) => bytes));

const servers = once(libraries.flatMap((library) => library.servers));

/** The classes of servers, as alternatives of a pattern. */
export const serverNames = servers.join("|");

/** Those whose names tell that they are MCP servers, wherever they are imported from. */
export const tellingServerNames = servers.filter((name) => /mcp/i.test(name)).join("|");

/** The methods that register the handlers of low-level servers as decorators, as alternatives of a pattern. */
export const handlerNames = once(
  lines.flatMap(({ word, kind }) => (kind === "handler" ? [word] : [])),
).join("|");

/** What the libraries resolve before the body of a tool runs. */
export const resolvers = libraries.flatMap(({ resolves = [] }) => resolves);

/** The attributes that decorators of the libraries set on what they stand at. */
export const marks: readonly string[] = libraries.flatMap(({ mark }) => mark ?? []);

/** The modules of the libraries, as alternatives of a pattern. */
export const moduleNames = once(libraries.flatMap(({ modules }) => modules))
  .join("|")
  .replaceAll(".", "\\.");

/** Words of which one is in every file that registers tools; those that hold another one left out. */
export const words: readonly string[] = once(lines.map(({ word }) => word)).filter(
  (word, _, all) => !all.some((other) => other !== word && word.includes(other)),
);

/** The words that are written so, as alternatives of a pattern. */
export function wordsWritten(as: Written): string {
  return once(lines.filter(({ written }) => written === as).map(({ word }) => word)).join("|");
}

/** The methods of servers that register a tool each. */
export const toolMethods: readonly string[] = once(
  lines.flatMap(({ word, kind }) => (kind === "tool" || kind === "add_tool" ? [word] : [])),
);

/** The line of a word, as it stands in the source. */
export function lineOf(word: string, written: Written): Line | undefined {
  return lines.find((line) => line.word === word && line.written === written);
}

const ofLibraries = new RegExp(`^(?:${moduleNames})\\.`);

/** Whether a dotted name is of one of the libraries. */
export function isOfLibraries(path: string): boolean {
  return ofLibraries.test(path);
}

/** Whether a dotted name is of a library that has a word of this kind. */
export function hasKind(path: string, kind: SiteKind): boolean {
  return librariesOf(path).some((library) => library.lines.some((line) => line.kind === kind));
}

/** Whether what a dotted name decorates is marked with an attribute; undefined where it is of no library that marks. */
export function isMarkedWith(path: string, attribute: string): boolean | undefined {
  const marks = librariesOf(path).flatMap(({ mark }) => mark ?? []);
  return marks.length > 0 ? marks.includes(attribute) : undefined;
}

function librariesOf(path: string): readonly Library[] {
  return libraries.filter(({ modules }) => modules.some((name) => path.startsWith(`${name}.`)));
}

/** The maker that a dotted name is, whatever it is imported through. */
export function makerOf(path: string): Maker | undefined {
  return libraries
    .flatMap(({ makers }) => makers)
    .find(({ word }) => path === word || path.endsWith(`.${word}`));
}

/** The line of a server's method. */
export function methodLine(word: string): Line | undefined {
  return lineOf(word, "method");
}

function once<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}

/** Which request a method's name stands for. */
export function askedBy(method: string): Asked | undefined {
  return requests.find((each) => each.method === method)?.asks;
}
