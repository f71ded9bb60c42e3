/** What every step of following a text needs. */

import type { Alternatives } from "../../../shell/alternatives.js";
import type { ts } from "../../source/compiler.js";
import type { Project } from "../../source/parse.js";

/** Where a look-up stands. */
export interface LookupContext {
  readonly project: Project;
  /** What was visited on the way, so that no circle is followed. */
  readonly seen: readonly ts.Node[];
  /** How many more steps all branches together may take. */
  readonly left: { steps: number };
  /** Every text that an expression may come to: the step that all the others lead back to. */
  texts(node: ts.Expression, context: LookupContext): Alternatives;
}
