/** Questions to the table of libraries. */

import { libraries, requests } from "./libraries.js";
import type { Given, Library, LibraryTransport, Line, Registered, Written } from "./library.js";

const all = libraries.flatMap(({ lines }) => lines);

/** The lines of words that are written so and register one of these, or anything. */
export function linesOf(written: Written, ...registers: readonly Registered[]): readonly Line[] {
  return all.filter(
    (line) =>
      line.written === written && (registers.length === 0 || registers.includes(line.registers)),
  );
}

/** The lines of a method. */
export function methodLines(word: string): readonly Line[] {
  return methods.get(word) ?? [];
}

const methods = new Map(
  all.flatMap(({ word, written }) =>
    written === "method"
      ? [[word, all.filter((each) => each.written === written && each.word === word)]]
      : [],
  ),
);

/** How many arguments a call gives at least that registers something so. */
export const fewestArguments: Readonly<Record<Given, number>> = {
  arguments: 2,
  config: 3,
  task: 3,
  object: 1,
  list: 1,
  request: 1,
  handler: 2,
  options: 1,
  members: 0,
  exports: 0,
};

/** The words of some lines, each once. */
export function wordsOf(lines: readonly Line[]): readonly string[] {
  return [...new Set(lines.map(({ word }) => word))];
}

/** Bytes of which one is in every file that may serve tools. */
export const bytesOfLibraries: readonly string[] = libraries.flatMap(({ bytes }) => bytes);

/** The library that a specifier imports. */
export function libraryOf(specifier: string): Library | undefined {
  return libraries.find(({ packages }) => packages.some((name) => isOfPackage(specifier, name)));
}

/** Whether what a specifier imports may have a line: it is of the line's library, or a relative of it. */
export function mayHave(specifier: string, line: Line): boolean {
  return libraries.some(
    (library) =>
      library.lines.includes(line) &&
      (libraryOf(specifier) === library || library.relatives?.test(specifier)),
  );
}

/** Whether a specifier is of a package, or of one of a scope. */
export function isOfPackage(specifier: string, name: string): boolean {
  const scope = name.endsWith("/") ? name : `${name}/`;
  return specifier === name || specifier.startsWith(scope);
}

/** What of a library's servers this is, a class and members of its objects: the longest that is listed. */
export function serverNamed(path: readonly string[], library?: Library): string | undefined {
  const servers = (library && serversOf.get(library)) ?? allServers;
  const lengths = path.map((_, at) => path.length - at);
  return lengths.map((length) => path.slice(0, length).join(".")).find((name) => servers.has(name));
}

const serversOf = new Map(
  libraries.map((each) => [each, new Set(each.lines.flatMap(({ on = [] }) => on))]),
);
const allServers = new Set([...serversOf.values()].flatMap((names) => [...names]));

/** The requests of resources and prompts that a method's name or a schema stands for. */
export function isOtherRequest(name: string): boolean {
  return requests.some(
    ({ registers, method, schema }) => registers !== "tool" && (method === name || schema === name),
  );
}

/** Packages whose transport an entry point replaces, the newest of a library first. */
export const editions = libraries.flatMap((library) => library.editions ?? []);

const starts = libraries.flatMap((library) =>
  (library.starts ?? []).map((start) => ({ ...start, library })),
);

/** Words of which one is in every file that begins to serve by one of the libraries. */
export const startWords: readonly string[] = starts.flatMap(({ word, isCommon, library }) =>
  isCommon ? [word, ...library.packages] : [word],
);

/** Words that are in no file but those that make what a server begins to serve with. */
export const ownStartWords: readonly string[] = starts.flatMap(({ word, isCommon, library }) =>
  isCommon ? classesOf(library) : [word],
);

/** How a call of this name begins to serve, in a file that imports these packages. */
export function transportBy(
  word: string,
  packages: () => readonly string[],
): LibraryTransport | undefined {
  const found = starts.filter((start) => start.word === word);
  return found.find(
    ({ isCommon, library }) => !isCommon || packages().some((name) => libraryOf(name) === library),
  )?.transport;
}

/** The classes of a library whose objects are servers. */
export function classesOf(library: Library): readonly string[] {
  const names = [...(serversOf.get(library) ?? [])].map((name) => name.split(".")[0] ?? "");
  return [...new Set(names)];
}
