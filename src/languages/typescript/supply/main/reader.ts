/** What all parts that find out values share. */

import type { ts } from "../../source/compiler.js";
import type { Project } from "../../source/parse.js";
import type { Callees } from "./callees.js";
import type { Known, Moment } from "./world.js";

export interface Reader {
  readonly project: Project;
  readonly calleesOf: Callees;
  /** The variables of the environment that were asked for so far. */
  readonly reads: string[];
  /** Under which path Node.js runs a source file. */
  runAs(file: string): string;
  /** What an expression is worth. */
  valueOf(node: ts.Expression, moment: Moment): Known;
}

/** The file in which a node stands, as Node.js runs it. */
export function fileOf({ runAs }: Reader, node: ts.Node): string {
  return runAs(node.getSourceFile().fileName);
}
