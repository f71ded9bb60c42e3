/**
 * Names by which what some packages export may go in a server: a search by words. What a name really stands
 * for is the evaluator's to say, and it is asked only where one of these stands.
 */

import { isModuleCall } from "../project/module-names.js";
import { ts } from "../source/compiler.js";
import { wordsPattern } from "../source/nodes.js";
import type { Project } from "../source/parse.js";
import { type Flow, flowsIn, given } from "./name-flow.js";

export interface Carriers {
  /** The files in which one of the names stands. */
  readonly sources: readonly ts.SourceFile[];
  /** Whether one of the names is in an expression, or a module is loaded there. */
  isIn(node: ts.Node): boolean;
}

/**
 * Every name that may stand for something from a package that is of interest, and the files with one.
 * The search begins at the files that have the mark, and goes on to those that have one of the names.
 */
export function carriersOf(
  project: Project,
  mark: RegExp,
  isOfInterest: (module: string) => boolean,
): Carriers {
  const words = new Set<string>(["Bun", "Deno", "$"]);
  const waiting = new Map<string, Flow[]>();
  const sources = new Set<ts.SourceFile>();
  const fresh: string[] = [];
  const reach = (word: string): void => {
    if (words.has(word)) return;
    words.add(word);
    fresh.push(word);
    for (const flow of waiting.get(word) ?? []) flow.to.forEach(reach);
  };
  const read = (source: ts.SourceFile): void => {
    if (sources.has(source)) return;
    sources.add(source);
    for (const flow of flowsIn(source, project)) {
      for (const from of flow.from) {
        const known = waiting.get(from);
        if (known) known.push(flow);
        else waiting.set(from, [flow]);
      }
      if (flow.from.some((each) => isReached(each, words, isOfInterest))) flow.to.forEach(reach);
    }
  };
  for (const source of project.sourcesWith(mark)) read(source);
  while (fresh.length > 0) {
    const names = fresh.splice(0).flatMap(searchedFor);
    if (names.length > 0)
      for (const source of project.sourcesWith(wordsPattern(names))) read(source);
  }
  return { sources: [...sources], isIn: (node) => isIn(node, words) };
}

function isReached(
  name: string,
  words: ReadonlySet<string>,
  isOfInterest: (module: string) => boolean,
): boolean {
  return words.has(name) || (name.startsWith("*") && isOfInterest(name.slice(1)));
}

/** What to look for in files: the name, that of a function to whose parameters it goes, that of a file. */
function searchedFor(word: string): string[] {
  if (word.startsWith("*")) return [stemOf(word)];
  return [word.startsWith(given("")) ? word.slice(given("").length) : word];
}

function stemOf(file: string): string {
  const parts = file.replace(/\.[cm]?[jt]sx?$/, "").split("/");
  const last = parts.pop() ?? "";
  return last === "index" ? (parts.pop() ?? last) : last;
}

function isIn(node: ts.Node, words: ReadonlySet<string>): boolean {
  if (ts.isMemberName(node) || ts.isStringLiteralLike(node)) return words.has(node.text);
  if (ts.isCallExpression(node) && isModuleCall(node)) return true;
  return ts.forEachChild(node, (child) => isIn(child, words) || undefined) ?? false;
}
