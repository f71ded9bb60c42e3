/** Direct calls of tools by other code, tests included: what a new parameter must not shift. */

import { lazily } from "../../lazily.js";
import type { Program } from "../evaluate/program.js";
import type { CallSite } from "../forms/found-tool.js";
import { type Call, callsInServer } from "../source/call-index.js";
import { definesFunction, importsName, originOf } from "../source/import-text.js";
import { type At, classOf, enclosingFunction, nameOf } from "../source/nodes.js";
import { callsAnother } from "./callee.js";

/**
 * Every call that can be one of this function, by its name: `name(…)` where the file defines or
 * imports the name (also under an alias), `x.name(…)` for any x, `partial(name, …)`.
 * Rather one too many than one too few: `isAnother` says of each whether it is one too many. `tools` are
 * the names of all functions that may be asked for.
 */
export function callsOf(
  program: Program,
  definition: At,
  tools: ReadonlySet<string>,
): readonly CallSite[] {
  const name = nameOf(definition.node);
  const tests = new Set(program.tests);
  return callsInServer(program, name, tools).flatMap((call) => {
    if (!call.isMember && !isLocal(program, definition, call, name)) return [];
    const buffer = program.buffer(call.file);
    const count = buffer && countIn(buffer, call.from);
    if (!count) return [];
    return [siteOf(program, definition, buffer, call, { ...count, test: tests.has(call.file) })];
  });
}

/** The offset in UTF-16 units and what is called are worked out when asked: few calls can shift anything. */
function siteOf(
  program: Program,
  definition: At,
  buffer: Buffer,
  call: Call,
  counted: Pick<CallSite, "positional" | "starred" | "test">,
): CallSite {
  const { file, start } = call;
  const offset = lazily(() => buffer.toString("utf8", 0, start).length);
  const isAnother = lazily(
    () =>
      seenToCallAnother(program, definition, call) ??
      callsAnother(program, definition, file, offset()),
  );
  return {
    ...counted,
    file,
    get offset() {
      return offset();
    },
    get isAnother() {
      return isAnother();
    },
  };
}

/** What the text shows of a call by a plain name: most tests import what they call. Undefined where that takes looking closer. */
function seenToCallAnother(
  program: Program,
  definition: At,
  { file, name, isMember }: Call,
): boolean | undefined {
  const origin = isMember ? undefined : originOf(program, file, name);
  if (!origin) return undefined;
  if (origin.module !== definition.file) return definesFunction(program, origin) || undefined;
  const isInside = classOf(definition.node) || enclosingFunction(definition.node);
  return !isInside && origin.name === nameOf(definition.node) ? false : undefined;
}

/** Counts the arguments in bytes, which need no decoding for that, and in no more of a file than the call. */
function countIn(buffer: Buffer, from: number): Count | undefined {
  for (let length = 500; ; length *= 8) {
    const count = countArguments(buffer.toString("latin1", from, from + length), 0);
    if (count || from + length >= buffer.length) return count;
  }
}

/** Whether a plain name in the calling file can mean the function: it is defined or imported there. */
function isLocal(program: Program, definition: At, call: Call, name: string): boolean {
  return call.file === definition.file || importsName(program, call.file, name);
}

/** A lambda whose parameters are still being listed: its commas part no arguments. */
const openLambda = /^\s*(?:\w+\s*=\s*)?lambda\b[^:]*$/;

interface Count {
  readonly positional: number;
  readonly starred: boolean;
}

/**
 * Counts the arguments passed by position in a call whose arguments begin at `from`. Reads only
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
    else if (char === "," && depth === 0 && !openLambda.test(text.slice(start, i))) argument(i);
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
