/** The insertion of the parameter into a signature, in the layout that the signature has. */

import type { Edit } from "../../../types.js";
import { commaAfter, eolAt, isFirstOnLine, lineStart, newIndentAt } from "../source/text.js";
import type { Parameter, Signature } from "./parameters.js";
import { brokenRow } from "./row.js";

type Insertion = Omit<Edit, "file">;

/**
 * The insertions that put `source` (`name: type = default`) before the parameter with this index, or
 * last. A row of parameters that would grow longer than `lineLength` is broken as formatters do it.
 */
export function parameterInsertions(
  text: string,
  signature: Signature,
  index: number,
  source: string,
  lineLength: number,
): Insertion[] {
  const broken = brokenRow(text, signature, index, source, lineLength);
  if (broken) return broken;
  const next = signature.parameters[index];
  if (next) return [before(text, signature, index, next, source)];
  const last = signature.parameters.at(-1);
  if (!last) return [{ offset: signature.open + 1, text: source }];
  return behind(text, signature, last, source);
}

function before(
  text: string,
  { parameters, comments }: Signature,
  index: number,
  next: Parameter,
  source: string,
): Insertion {
  if (!isFirstOnLine(text, next.start)) return { offset: next.start, text: `${source}, ` };
  const from = parameters[index - 1]?.end ?? 0;
  const offset = aboveComments(text, comments, from, next.start);
  return { offset, text: `${source},${eolAt(text, offset)}${newIndentAt(text, offset)}` };
}

/** Comments on lines of their own right above a parameter belong to it. */
function aboveComments(
  text: string,
  comments: readonly number[],
  from: number,
  at: number,
): number {
  const own = comments.filter((start) => start > from && start < at && isFirstOnLine(text, start));
  return own[0] ?? at;
}

function behind(text: string, signature: Signature, last: Parameter, source: string): Insertion[] {
  const comma = commaAfter(text, last.end);
  const { close } = signature;
  const ownLine = isFirstOnLine(text, last.start);
  const indent = newIndentAt(text, last.start);
  const eol = eolAt(text, last.start);
  if (ownLine && isFirstOnLine(text, close)) {
    const line = `${indent}${source}${comma === undefined ? "" : ","}${eol}`;
    const row = { offset: lineStart(text, close), text: line };
    return comma === undefined ? [{ offset: last.end, text: "," }, row] : [row];
  }
  const gap = ownLine ? `${eol}${indent}` : " ";
  return comma === undefined
    ? [{ offset: last.end, text: `,${gap}${source}` }]
    : [{ offset: comma + 1, text: `${gap}${source},` }];
}
