/** Where a pragma stands in Python: on or right above a definition or registration. */

import type { Node } from "web-tree-sitter";
import type { Finding } from "../../../types.js";
import { type CommentSyntax, type Lines, pragmaMarks } from "../../pragma.js";
import type { Program } from "../evaluate/program.js";
import { type At, field } from "./nodes.js";

export const comments: CommentSyntax = { opens: /#/, alone: /^[ \t]*#/ };

/** The reason that a pragma gives. Undefined where there is none; one without a reason does not count. */
export function ignoreReason(program: Program, ats: readonly At[]): string | undefined {
  for (const { file, node } of ats) {
    const module = program.module(file);
    const reason = module && program.project.pragmas.reasonFor(module, [linesOf(node)]);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/**
 * What is wrong with pragmas of the server's sources, once all that they could be for was found. Nothing where a
 * part was not looked at: that may be what a pragma is for.
 */
export function pragmaFindings(program: Program): Finding[] {
  const files = new Set(pragmaMarks.flatMap((mark) => program.holding(program.sources, mark)));
  const modules = [...files].sort().flatMap((file) => program.module(file) ?? []);
  const { problems, pragmas } = program.project;
  if (program.isExhausted() || problems.length > 0) return [];
  return modules.flatMap((module) =>
    pragmas.findings(
      module,
      (offset) => module.root.descendantForIndex(offset)?.type === "comment",
    ),
  );
}

/** From the first decorator of a definition to the end of its head; all of another statement. */
function linesOf(node: Node): Lines {
  const outer = outerOf(node);
  return [outer.startPosition.row, headEnd(outer).endPosition.row];
}

/** What a pragma for a node stands above: a definition with its decorators, or a statement. */
export function outerOf(node: Node): Node {
  return node.parent?.type === "decorated_definition" ? node.parent : statementOf(node);
}

/** The statement that a registering call is in. */
function statementOf(node: Node): Node {
  let at = node;
  while (at.parent && !/^(block|module|decorated_definition)$/.test(at.parent.type)) at = at.parent;
  return at;
}

/** What the head of a function ends with; any other statement as a whole. */
function headEnd(outer: Node): Node {
  const definition = field(outer, "definition") ?? outer;
  if (definition.type !== "function_definition") return outer;
  return field(definition, "return_type") ?? field(definition, "parameters") ?? definition;
}
