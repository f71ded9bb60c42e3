/** Programs that a library runs by names of its own: `sh.aws(…)`, `local["aws"]` of plumbum. */

import type { Node } from "web-tree-sitter";
import { anything, asWord, listed, only } from "../../shell/alternatives.js";
import { usesOf } from "../../shell/command-line.js";
import type { DeclaredPrograms } from "../../shell/programs.js";
import type { Use } from "../../shell/use.js";
import { type Meaning, outsideUses, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { textsOf } from "../evaluate/texts/index.js";
import { argumentsOf } from "../evaluate/values.js";
import { type At, field } from "../source/nodes.js";
import { NAME } from "./environment-content.js";

const wanted: Wanted = {
  words: [
    ["import sh", /(?<=\bsh\.)[A-Za-z_]\w*/g],
    ["from sh import", /\b[A-Za-z_]\w*/g],
    ["plumbum", /\b(?:local|cmd|(?<=\bcmd\.)\w+)\b/g],
    ["from plumbum.cmd import", /\b[A-Za-z_]\w*/g],
  ],
  path: /^(?:sh\.(?!(?:contrib|bake|pushd|StreamBufferer|ErrorReturnCode\w*|TimeoutException|SignalException\w*|CommandNotFound)\b)\w+|plumbum\.(?:cmd\.\w+|local))$/,
};

/** A program, and where it is named. */
export interface NamedProgram {
  readonly at: At;
  /** What tells which one it is: its own name, or an expression. */
  readonly program: string | Node;
  /** Whether it is started with the account's environment: `aws(_env=account_environment())`. */
  readonly hasAccount: boolean;
}

/** Every program that is named so, once for each name. */
export function namedPrograms(program: Program): readonly NamedProgram[] {
  return program.once("named programs", () => outsideUses(program, wanted, named));
}

function named(at: At, meaning: Meaning): NamedProgram | undefined {
  const found = programNamed(at, meaning);
  return found && { ...found, hasAccount: wholeOf(at.node).text.includes(NAME) };
}

/** The call that the expression begins. */
function wholeOf(node: Node): Node {
  let whole = node;
  while (/^(?:attribute|call|subscript)$/.test(whole.parent?.type ?? "")) {
    whole = whole.parent ?? whole;
  }
  return whole;
}

function programNamed(
  { file, node }: At,
  { path }: Meaning,
): Pick<NamedProgram, "at" | "program"> | undefined {
  const { parent } = node;
  const isCalled = parent?.type === "call" && field(parent, "function")?.id === node.id;
  if (path === "sh.Command") {
    const given = isCalled ? argumentsOf(parent).positional[0] : undefined;
    return given && { at: { file, node: given }, program: given };
  }
  if (path !== "plumbum.local") {
    return { at: { file, node }, program: path.slice(path.lastIndexOf(".") + 1) };
  }
  const index = parent?.type === "subscript" ? field(parent, "subscript") : undefined;
  return index && { at: { file, node: index }, program: index };
}

/** What such a program comes to, whatever it is given. */
export function usesOfNamed(
  program: Program,
  { at, program: name }: NamedProgram,
  declared: DeclaredPrograms | undefined,
): readonly Use[] {
  const texts = typeof name === "string" ? only(name) : textsOf(program, at);
  return usesOf(listed([asWord(texts), anything]), "program", declared);
}

/** Whether a server may have such. */
export function mayNamePrograms(program: Program): boolean {
  return wanted.words.some(([word]) => program.holding(program.sources, word).length > 0);
}
