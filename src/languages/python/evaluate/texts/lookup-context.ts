/** What every step of following a text needs. */

import type { Node } from "web-tree-sitter";
import { type Alternatives, anything } from "../../../shell/alternatives.js";
import type { Program } from "../program.js";

/** What all branches of one look-up share. */
export interface Question {
  /** How many more steps all branches together may take. */
  stepsLeft: number;
  /** The earliest step that the present branch came back to: what is found there depends on the way from that one. */
  cameBackTo: number;
  /** What depends on no way to it, by its key: a list that is built in steps names itself at each of them. */
  readonly known: Map<string, Alternatives>;
}

/** Where a look-up stands. */
export interface LookupContext {
  readonly program: Program;
  readonly file: string;
  /** What was visited on the way, so that no circle is followed. */
  readonly seen: readonly string[];
  readonly question: Question;
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
