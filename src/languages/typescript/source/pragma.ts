/** `retrofit-ignore: reason`, in a comment on a line or right above it. */

import { ts } from "./compiler.js";

const pragma = /(?:\/\/|\/\*|^\s*\*).*?retrofit-ignore\s*:\s*(\S.*?)\s*(?:\*\/.*)?$/;

/**
 * The reason why a node is to be left alone, from a comment on its line, on the first line of the
 * statement around it, or on the line above either. Undefined where there is none; a pragma without
 * a reason does not count.
 */
export function ignoreReason(node: ts.Node): string | undefined {
  const source = node.getSourceFile();
  const statement = ts.findAncestor(node, ts.isStatement);
  const starts = [node, ...(statement ? [statement] : [])].map((each) => each.getStart(source));
  for (const start of starts) {
    const { line } = source.getLineAndCharacterOfPosition(start);
    const found = reasonOn(source, line) ?? (line > 0 ? reasonAbove(source, line - 1) : undefined);
    if (found) return found;
  }
  return undefined;
}

function reasonOn(source: ts.SourceFile, line: number): string | undefined {
  return pragma.exec(lineText(source, line))?.[1];
}

/** Above, only a line that holds nothing but the comment: else it belongs to that line's own code. */
function reasonAbove(source: ts.SourceFile, line: number): string | undefined {
  const text = lineText(source, line);
  return /^\s*(\/\/|\/\*|\*)/.test(text) ? pragma.exec(text)?.[1] : undefined;
}

function lineText(source: ts.SourceFile, line: number): string {
  const starts = source.getLineStarts();
  return source.text.slice(starts[line], starts[line + 1]).trimEnd();
}
