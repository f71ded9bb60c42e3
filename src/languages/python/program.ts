/** A server's sources as finding sees them: parsed on demand, searched by bytes first. */

import { type Binding, readScope, type Scope } from "./evaluate/scope.js";
import { SERVICES } from "./migrate/names.js";
import { createModules, type Modules } from "./modules.js";
import type { Module, Project } from "./parse.js";
import { isTest } from "./testfiles.js";
import { type At, keyOf } from "./tree.js";

export type { Binding, Scope };

export interface Program {
  readonly project: Project;
  readonly modules: Modules;
  /** The files whose registrations count. */
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  module(file: string): Module | undefined;
  /** The bytes of a file, for searching. */
  buffer(file: string): Buffer | undefined;
  /** The names bound in a module, class or function. */
  scope(at: At): Scope;
  /** Which of the files hold the text somewhere, by a search of their bytes. */
  holding(files: readonly string[], text: string): readonly string[];
  /** Every identifier of this name in the sources that is called or stands in a decorator. */
  uses(name: string): readonly At[];
  /** Results of questions that are asked again and again; the key names the question. */
  remember<T>(key: string, work: () => T): T;
  readonly memory: Map<string, unknown>;
}

export function createProgram(project: Project): Program {
  const { server, files } = project;
  const own = server.files.filter((file) => !file.includes(`/${SERVICES}/`));
  const [sources, tests] = split(own, (file) => isTest(server.root, file, () => files.bytes(file)));
  const memory = new Map<string, unknown>();
  const remember = <T>(key: string, work: () => T): T => {
    if (!memory.has(key)) memory.set(key, work());
    return memory.get(key) as T;
  };
  const buffer = (file: string): Buffer | undefined => {
    const bytes = files.bytes(file);
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const holding = (among: readonly string[], text: string): string[] =>
    among.filter((file) => buffer(file)?.includes(text));
  const program: Program = {
    project,
    modules: createModules(server),
    sources,
    tests,
    module: (file) => project.module(file),
    buffer,
    scope: (at) => remember(`scope ${keyOf(at)}`, () => readScope(at.node)),
    holding,
    uses: (name) =>
      remember(`uses of ${name}`, () => {
        const used = usedPattern(name);
        return holding(sources, name).flatMap((file) => identifiersAt(program, file, used));
      }),
    remember,
    memory,
  };
  return program;
}

/** A text as its bytes read one by one, which is how a search over undecoded files knows it. */
export function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Every identifier of this name in one file. */
export function identifiers(program: Program, file: string, name: string): At[] {
  return identifiersAt(program, file, wordPattern(name));
}

/** The identifiers that begin where the pattern is found: only a file that has it is parsed. */
function identifiersAt(program: Program, file: string, pattern: RegExp): At[] {
  const text = program.project.files.read(file)?.text ?? "";
  return [...text.matchAll(pattern)].flatMap(({ index }) => {
    const node = program.module(file)?.root.descendantForIndex(index);
    return node?.type === "identifier" ? [{ file, node }] : [];
  });
}

/** What is looked behind for comes after the name, by whose letters the engine skips most of a text. */
function wordPattern(name: string): RegExp {
  return new RegExp(`${name}(?<!\\w${name})(?!\\w)`, "g");
}

/** The name where a call's bracket follows, or in a decorator: most other files only speak of it. */
function usedPattern(name: string): RegExp {
  return new RegExp(`${name}(?<!\\w${name})(?!\\w)(?:(?=[\\s\\\\]*\\()|(?<=@[\\w. ]*))`, "g");
}

function split(
  files: readonly string[],
  test: (file: string) => boolean,
): [readonly string[], readonly string[]] {
  const left: string[] = [];
  const right: string[] = [];
  for (const file of files) (test(file) ? right : left).push(file);
  return [left, right];
}
