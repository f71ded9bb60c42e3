/** What stands around a node and binds names: each step up a tree is a call into WebAssembly, so the way is kept. */

import type { Node, Tree } from "web-tree-sitter";

/** Something that binds names, as it is reached from a node within. */
export interface Frame {
  readonly node: Node;
  readonly type: string;
  /** Whether the way comes out of its block: not out of a signature, or of what a loop goes over. */
  readonly isBlock: boolean;
  /** What stands around it in turn. */
  readonly outer: Frame | undefined;
}

/** What is gone through turn by turn. */
export const loops: ReadonlySet<string> = new Set([
  "for_statement",
  "list_comprehension",
  "set_comprehension",
  "generator_expression",
  "dictionary_comprehension",
]);
const types = new Set([...loops, "function_definition", "lambda", "class_definition", "module"]);

const known = new WeakMap<Tree, Map<number, Frame | undefined>>();

/** The innermost of what stands around a node. */
export function frameOf(node: Node): Frame | undefined {
  const frames = known.get(node.tree) ?? new Map<number, Frame | undefined>();
  known.set(node.tree, frames);
  const passed: number[] = [];
  const found = climb(node, frames, passed);
  for (const id of passed) frames.set(id, found);
  return found;
}

function climb(
  node: Node,
  frames: ReadonlyMap<number, Frame | undefined>,
  passed: number[],
): Frame | undefined {
  let from = node;
  while (!frames.has(from.id)) {
    passed.push(from.id);
    const { parent } = from;
    if (!parent) return undefined;
    const { type } = parent;
    if (types.has(type)) {
      return { node: parent, type, isBlock: from.type === "block", outer: frameOf(parent) };
    }
    from = parent;
  }
  return frames.get(from.id);
}
