/** Where a name stands, found in the text of a file before anything is parsed. */

import type { Program } from "../evaluate/program.js";
import { filesUsing } from "./name-index.js";
import type { At } from "./nodes.js";

/** Every identifier of this name in one file. */
export function identifiers(program: Program, file: string, name: string): At[] {
  return identifiersAt(program, file, wordPattern(name));
}

/** Every identifier of this name in the sources that is called or stands in a decorator. */
export function usedIdentifiers(program: Program, name: string): At[] {
  const used = usedPattern(name);
  return filesUsing(program, name).flatMap((file) => identifiersAt(program, file, used));
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
export function wordPattern(name: string): RegExp {
  return new RegExp(`${name}(?<!\\w${name})(?!\\w)`, "g");
}

/** The name where a call's bracket follows, or in a decorator: most other files only speak of it. */
function usedPattern(name: string): RegExp {
  return new RegExp(`${name}(?<!\\w${name})(?!\\w)(?:(?=[\\s\\\\]*\\()|(?<=@[\\w. ]*))`, "g");
}
