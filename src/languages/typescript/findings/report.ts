/** Findings of this folder, made in one place. */

import { type Details, findingOf } from "../../../rules/finding.js";
import type { RuleId } from "../../../rules/index.js";
import type { Edit, Finding } from "../../../types.js";
import type { DeclaredPrograms } from "../../shell/programs.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { bindingClash } from "../migrate/free-names.js";
import type { ts } from "../source/compiler.js";
import { type Project, placeOf } from "../source/parse.js";
import type { Carriers } from "./carriers.js";
import type { Handlers } from "./handlers.js";

/** What a detector sees: one node of one file, and the server around it. */
export interface Context {
  readonly project: Project;
  readonly evaluator: Evaluator;
  readonly source: ts.SourceFile;
  /** The names by which something from a package may go: only where one stands is the evaluator asked. */
  readonly carriers: Carriers;
  /** Whether the server has to do with AWS at all, by what its sources name. */
  readonly reachesAws: boolean;
  /** What people declare of programs. */
  readonly programs: DeclaredPrograms;
  /** The functions that answer the calls of tools. */
  readonly handlers: Handlers;
}

/** A detector looks at one node; it is asked about every node of a production file. */
export type Detector = (
  node: ts.Node,
  context: Context,
) => Finding | readonly Finding[] | undefined;

/** A finding at a node; with its rule's remedy, unless there is a more exact one. */
export function report(
  rule: RuleId,
  node: ts.Node,
  message: string,
  remedy?: string,
  more: Pick<Details, "severity" | "fix"> = {},
): Finding {
  return findingOf(rule, { place: placeOf(node), message, remedy, ...more });
}

/** Insertions, and the one name of the services folder that they use. */
export interface NamedEdits {
  readonly edits: readonly Edit[];
  readonly name: string;
}

/** A finding with its fix; without it, and with another remedy, where the fix's name is taken. */
export function reportFix(
  rule: RuleId,
  node: ts.Node,
  message: string,
  remedy: string,
  { edits, name }: NamedEdits,
  { source }: Context,
): Finding {
  const clash = bindingClash(source, name, node);
  if (!clash) {
    const imports = [{ file: source.fileName, module: "", names: [name] }];
    return report(rule, node, message, remedy, { fix: { edits, imports } });
  }
  const line = source.getLineAndCharacterOfPosition(clash.getStart(source)).line + 1;
  const rename = `rename \`${name}\` of line ${line}, whose name the fix needs, and run retrofit again`;
  return report(rule, node, message, rename);
}
