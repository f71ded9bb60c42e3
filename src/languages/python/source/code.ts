/** Looking for words in code: bytes first, then text, then the syntax node. */

import type { Node } from "web-tree-sitter";
import type { Program } from "../evaluate/program.js";
import { type At, ancestor, field } from "./nodes.js";

const words = new Set(["comment", "string_content", "string_start", "string_end"]);

/** The nodes at which a pattern is found in the sources that hold `word`; comments and strings left out. */
export function codeAt(program: Program, word: string, pattern: RegExp): readonly At[] {
  return program.holding(program.sources, word).flatMap((file) => {
    const text = program.project.files.read(file)?.text ?? "";
    // Parsed only where the text has it.
    return [...text.matchAll(pattern)].flatMap((match) => {
      const module = program.module(file);
      const node = module?.problem ? undefined : module?.root.descendantForIndex(match.index);
      return node && !words.has(node.type) ? [{ file, node }] : [];
    });
  });
}

/** The call that a name is called in, be it alone or the last part of a dotted name. */
export function callOf(at: At): Node | undefined {
  const parent = at.node.parent;
  const callee = parent?.type === "attribute" ? parent : at.node;
  const call = ancestor(at.node, "call");
  return call && field(call, "function")?.id === callee.id ? call : undefined;
}
