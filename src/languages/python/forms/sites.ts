/** Where something may register a tool: a search of bytes, then of text, then the syntax node. */

import type { Node } from "web-tree-sitter";
import type { Program } from "../evaluate/program.js";
import type { At } from "../source/nodes.js";
import type { Line, SiteKind, Written } from "./library.js";
import { lineOf, words, wordsWritten } from "./library-queries.js";

export interface Site extends At {
  readonly kind: SiteKind;
}

/** How each kind of word is found in text. Each match ends with the word whose syntax node is looked at. */
const patterns: Readonly<Record<Written, (words: string) => string>> = {
  method: (all) => `\\.\\s*(?:${all})\\b`,
  decorator: (all) => `@\\s*(?:${all})\\b`,
  function: (all) => `\\b(?:${all})\\b(?=\\s*\\()`,
  keyword: (all) => `\\b(?:${all})(?=\\s*=(?!=))`,
};
const written = Object.keys(patterns) as Written[];
const sites = new RegExp(
  written.map((as) => `(?<${as}>${patterns[as](wordsWritten(as))})`).join("|"),
  "g",
);

/** Every place of the sources where one of the marks is code. */
export function sitesOf(program: Program): readonly Site[] {
  return program.sources
    .filter((file) => words.some((word) => program.buffer(file)?.includes(word)))
    .flatMap((file) => sitesIn(program, file));
}

function sitesIn(program: Program, file: string): Site[] {
  const text = program.project.files.read(file)?.text ?? "";
  const found: Site[] = [];
  for (const match of text.matchAll(sites)) {
    if (program.module(file)?.problem) return [];
    const word = /\w+$/.exec(match[0])?.[0] ?? "";
    const as = written.find((each) => match.groups?.[each] !== undefined);
    const line = as && lineOf(word, as);
    if (!line) continue;
    const offset = match.index + match[0].length - word.length;
    const node = program.module(file)?.root.descendantForIndex(offset);
    if (node && stands(line, node)) found.push({ kind: line.kind, file, node });
  }
  return found;
}

/** Whether a word stands where the syntax has it do what its line says. */
function stands({ written: as }: Line, node: Node): boolean {
  if (node.type !== "identifier") return false;
  const parent = node.parent?.type;
  if (as === "keyword") return parent === "keyword_argument";
  if (as === "method") return parent === "attribute";
  if (as === "decorator") return parent === "decorator" || parent === "call";
  return parent === "attribute" || parent === "call";
}
