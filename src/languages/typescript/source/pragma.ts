/** Where a pragma stands in TypeScript: on a line of a node's beginning, or right above it. */

import type { Finding } from "../../../types.js";
import { type CommentSyntax, type Lines, pragmaMarks } from "../../pragma.js";
import { ts } from "./compiler.js";
import type { Project } from "./parse.js";

export const comments: CommentSyntax = {
  opens: /\/\/|\/\*|^\s*\*/,
  alone: /^\s*(?:\/\/|\*|\/\*(?!.*\*\/\s*\S))/,
};

/**
 * The reason why a node is to be left alone, from a comment on its line, on the first line of the
 * statement around it, or right above either. Undefined where there is none.
 */
export function ignoreReason(node: ts.Node, { pragmas }: Project): string | undefined {
  const source = node.getSourceFile();
  const statement = ts.findAncestor(node, ts.isStatement);
  const starts = [node, ...(statement ? [statement] : [])];
  const lines = starts.map((each): Lines => {
    const { line } = source.getLineAndCharacterOfPosition(each.getStart(source));
    return [line, line];
  });
  return pragmas.reasonFor({ path: source.fileName, text: source.text }, lines);
}

/**
 * What is wrong with pragmas of the server's sources, once all that they could be for was found. Nothing where a
 * file does not parse: what is in it may be what a pragma is for.
 */
export function pragmaFindings(project: Project): Finding[] {
  const sources = project.sourcesWith(new RegExp(pragmaMarks.join("|")));
  if (project.problems.length > 0) return [];
  return sources.flatMap((source) =>
    project.pragmas.findings({ path: source.fileName, text: source.text }, (offset) =>
      isComment(source, offset),
    ),
  );
}

/** Whether a place lies before the first character of the token that it belongs to: what is not blank there is a comment. */
function isComment(source: ts.SourceFile, offset: number): boolean {
  let node: ts.Node = source;
  for (;;) {
    const inner = node.getChildren(source).find(({ pos, end }) => pos <= offset && offset < end);
    if (!inner) return offset < node.getStart(source) || node.kind === ts.SyntaxKind.EndOfFileToken;
    node = inner;
  }
}
