/** `# retrofit-ignore: reason` on or right above a definition or registration. */

import type { Node } from "web-tree-sitter";
import type { Program } from "../evaluate/program.js";
import { type At, field } from "./nodes.js";

const pragma = /#\s*retrofit-ignore\s*:[ \t]*(.*\S)/;

/** The reason that a pragma gives. Undefined where there is none; one without a reason does not count. */
export function ignoreReason(program: Program, ats: readonly At[]): string | undefined {
  for (const at of ats) {
    const text = program.module(at.file)?.text;
    const found = text === undefined ? undefined : reasonAround(text, at.node);
    if (found !== undefined) return found;
  }
  return undefined;
}

function reasonAround(text: string, node: Node): string | undefined {
  const outer = node.parent?.type === "decorated_definition" ? node.parent : statementOf(node);
  const end = text.indexOf("\n", headEnd(outer));
  const start = commentStart(text, lineStart(text, outer.startIndex));
  return pragma.exec(text.slice(start, end < 0 ? text.length : end))?.[1];
}

/** The statement that a registering call is in. */
function statementOf(node: Node): Node {
  let at = node;
  while (at.parent && !/^(block|module|decorated_definition)$/.test(at.parent.type)) at = at.parent;
  return at;
}

/** Where the head of a function ends, with its decorators; the end of any other statement. */
function headEnd(outer: Node): number {
  const definition = field(outer, "definition") ?? outer;
  if (definition.type !== "function_definition") return outer.endIndex;
  const last = field(definition, "return_type") ?? field(definition, "parameters");
  return last?.endIndex ?? definition.startIndex;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The start of the comment lines right above a line. */
function commentStart(text: string, from: number): number {
  let start = from;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (!/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}
