/** Where a module uses a name, found by a search of its text. */

import type { Node } from "web-tree-sitter";
import { wordPattern } from "./identifiers.js";
import type { Module } from "./parse.js";

export interface Use {
  readonly node: Node;
  /** The innermost function whose signature or body holds the use; decorators are outside. */
  readonly definition: Node | undefined;
}

/** Every identifier of this name. */
export function usesOf({ root, text }: Module, name: string): Use[] {
  if (!text.includes(name)) return [];
  const found: Use[] = [];
  for (const match of text.matchAll(wordPattern(name))) {
    const node = root.descendantForIndex(match.index, match.index + 1);
    if (node?.type === "identifier") found.push({ node, definition: enclosing(node) });
  }
  return found;
}

function enclosing(node: Node): Node | undefined {
  let at = node.parent;
  while (at && at.type !== "function_definition") at = at.parent;
  return at ?? undefined;
}

/** Whether a function is declared with `async`. */
export function isAsync(definition: Node, { text }: Module): boolean {
  return text.startsWith("async", definition.startIndex);
}
