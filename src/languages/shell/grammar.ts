/** The shell's grammar, loaded when the first text is to be taken apart. */

import type { Parser, Tree } from "web-tree-sitter";
import { loadGrammar } from "../grammar.js";

let loading: Promise<Parser> | undefined;
let parser: Parser | undefined;

/** Loads the grammar: to be awaited once before `parseShell` is called. */
export async function loadShell(): Promise<void> {
  loading ??= loadGrammar("bash", "little");
  parser = await loading;
}

/** Hands a text's tree to `work`, and frees it. Throws where `loadShell` was not awaited before. */
export function parseShell<T>(text: string, work: (root: Tree["rootNode"]) => T): T {
  if (!parser) throw new Error("the shell's grammar is not loaded");
  const tree = parser.parse(text);
  if (!tree) throw new Error("the shell's parser gave no tree");
  try {
    return work(tree.rootNode);
  } finally {
    tree.delete();
  }
}
