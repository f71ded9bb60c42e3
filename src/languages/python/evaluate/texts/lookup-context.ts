/** What every step of following a text needs. */

import type { Node } from "web-tree-sitter";
import { unknownWords } from "../../../shell/command-line.js";
import type { Program } from "../program.js";

/** What an expression comes to that can't be followed. */
export const unknown: readonly string[] = [unknownWords];

/** Where a look-up stands. */
export interface Trail {
  readonly program: Program;
  readonly file: string;
  /** What was visited on the way, so that no circle is followed. */
  readonly seen: readonly string[];
  /** How many more steps all branches together may take. */
  readonly left: { steps: number };
  /** Every text that an expression may come to: the step that all the others lead back to. */
  texts(node: Node, trail: Trail): readonly string[];
}

/** The texts of a part of an expression, which may be missing. */
export function part(node: Node | undefined, trail: Trail): readonly string[] {
  return node ? trail.texts(node, trail) : unknown;
}

/** Whether a node is more than a comment. */
export function isCode({ type }: Node): boolean {
  return type !== "comment";
}
