/** Which words the sources of a server may bind, by a search of their text: following an object takes far longer. */

import type { Node } from "web-tree-sitter";
import type { Program } from "../evaluate/program.js";
import { field } from "./nodes.js";

/** Where a word is bound: after a keyword, before what assigns it, in a list of names or at the end of one. */
const binding =
  /\b(?:def|class|as|for|import)\s+(\w+)|(\w+)\s*(?:[,:)\]\\#]|=(?!=)|\bin\b|\r?\n|$)/g;

/**
 * Whether what is called can be a function or class of the server. Errs on the side of yes: `rows.append` is
 * neither where no source binds `append`.
 */
export function mayBeOwn(program: Program, callee: Node): boolean {
  const member = callee.type === "attribute" ? field(callee, "attribute")?.text : undefined;
  return member === undefined || boundWords(program).has(member);
}

function boundWords(program: Program): ReadonlySet<string> {
  return program.remember("bound words", () => {
    const words = new Set<string>();
    for (const file of program.sources) {
      const text = program.project.files.read(file)?.text ?? "";
      for (const [, after, before] of text.matchAll(binding)) words.add(after ?? before ?? "");
    }
    return words;
  });
}
