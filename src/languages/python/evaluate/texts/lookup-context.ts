/** What every step of following a text needs. */

import type { Node } from "web-tree-sitter";
import { type Alternatives, anything } from "../../../shell/alternatives.js";
import type { Program } from "../program.js";

/** Where a look-up stands. */
export interface LookupContext {
  readonly program: Program;
  readonly file: string;
  /** What was visited on the way, so that no circle is followed. */
  readonly seen: readonly string[];
  /** How many more steps all branches together may take. */
  readonly left: { steps: number };
  /** Every text that an expression may come to: the step that all the others lead back to. */
  texts(node: Node, context: LookupContext): Alternatives;
}

/** The texts of a part of an expression, which may be missing. */
export function part(node: Node | undefined, context: LookupContext): Alternatives {
  return node ? context.texts(node, context) : anything;
}

/** Whether a node is more than a comment. */
export function isCode({ type }: Node): boolean {
  return type !== "comment";
}
