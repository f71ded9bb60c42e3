/** What every step of following a text needs. */

import type { ts } from "ts-morph";
import { unknownWords } from "../../../shell/command-line.js";
import type { Project } from "../../source/parse.js";

/** What an expression comes to that can't be followed. */
export const unknown: readonly string[] = [unknownWords];

/** Where a look-up stands. */
export interface Trail {
  readonly project: Project;
  /** What was visited on the way, so that no circle is followed. */
  readonly seen: readonly ts.Node[];
  /** How many more steps all branches together may take. */
  readonly left: { steps: number };
  /** Every text that an expression may come to: the step that all the others lead back to. */
  texts(node: ts.Expression, trail: Trail): readonly string[];
}
