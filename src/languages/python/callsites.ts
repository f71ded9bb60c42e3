/** Direct calls of tools by other code, tests included: what a new parameter must not shift. */

import type { CallSite } from "./found.js";
import type { Program } from "./program.js";
import { type At, nameOf } from "./tree.js";

/**
 * Every call that can be one of this function, by its name: `name(…)` where the file defines or
 * imports the name (also under an alias), `x.name(…)` for any x. Rather one too many than one too few.
 */
export function callsOf(program: Program, definition: At): readonly CallSite[] {
  const name = nameOf(definition.node);
  const files = [...program.sources, ...program.tests];
  const tests = new Set(program.tests);
  return program
    .holding(files, name)
    .flatMap((file) => callsIn(program, definition, file, name, tests.has(file)));
}

function callsIn(
  program: Program,
  definition: At,
  file: string,
  name: string,
  test: boolean,
): CallSite[] {
  const text = program.project.files.read(file)?.text ?? "";
  const names = [name, ...aliases(text, name)];
  const local = file === definition.file || new RegExp(`\\bimport\\b[^#]*\\b${name}\\b`).test(text);
  const pattern = new RegExp(`(?<![\\w])(${names.join("|")})\\s*\\(`, "g");
  const found: CallSite[] = [];
  for (const match of text.matchAll(pattern)) {
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    if (/\bdef\s+$/.test(before)) continue;
    if (!local && !/\.\s*$/.test(before)) continue;
    const call = countArguments(text, match.index + match[0].length);
    if (call) found.push({ file, offset: match.index, test, ...call });
  }
  return [...found, ...partials(file, text, name, test)];
}

/** `functools.partial(name, …)` passes arguments too. */
function partials(file: string, text: string, name: string, test: boolean): CallSite[] {
  const pattern = new RegExp(`\\bpartial\\(\\s*(?:[\\w.]+\\.)?${name}\\s*,`, "g");
  return [...text.matchAll(pattern)].flatMap((match) => {
    const count = countArguments(text, match.index + match[0].length);
    return count ? [{ file, offset: match.index, test, ...count }] : [];
  });
}

/** The names that a file imports a function under. */
function aliases(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${name}\\s+as\\s+(\\w+)`, "g"))].map(
    (match) => match[1] ?? name,
  );
}

interface Count {
  readonly positional: number;
  readonly starred: boolean;
}

/**
 * Counts the arguments passed by position in a call whose opening bracket ends at `from`. Reads only
 * the call, since parsing every test of a server would cost more than all the rest. Undefined where
 * the bracket is never closed.
 */
export function countArguments(text: string, from: number): Count | undefined {
  let depth = 0;
  let start = from;
  let count: Count = { positional: 0, starred: false };
  const argument = (end: number): void => {
    count = counted(count, text.slice(start, end));
    start = end + 1;
  };
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '"' || char === "'") i = stringEnd(text, i);
    else if (char === "#") i = lineEnd(text, i);
    else if (char === "(" || char === "[" || char === "{") depth++;
    else if (char === "," && depth === 0) argument(i);
    else if (char === ")" || char === "]" || char === "}") {
      if (depth === 0) {
        argument(i);
        return count;
      }
      depth--;
    }
  }
  return undefined;
}

function counted(count: Count, argument: string): Count {
  const code = argument.replace(/^(\s|#.*)+/, "");
  if (code === "" || code.startsWith("**") || /^\w+\s*=(?!=)/.test(code)) return count;
  if (code.startsWith("*")) return { ...count, starred: true };
  return { ...count, positional: count.positional + 1 };
}

/** The last character of the string that starts here. */
function stringEnd(text: string, start: number): number {
  const quote = text[start] ?? "";
  const marks = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  for (let i = start + marks.length; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text.startsWith(marks, i)) return i + marks.length - 1;
  }
  return text.length;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}
