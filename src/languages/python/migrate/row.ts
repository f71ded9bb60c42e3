/** Breaks a row of parameters that would grow too long, in the two steps in which black and ruff do it. */

import type { Edit } from "../../../types.js";
import {
  commaAfter,
  eolAt,
  isFirstOnLine,
  lineEnd,
  lineStart,
  newIndentAt,
  stepOf,
} from "../source/text.js";
import type { Signature } from "./parameters.js";

type Insertion = Omit<Edit, "file">;

const STEP = "    ";

/**
 * The insertions for a signature whose parameters share one row: first the row goes on a line of its own,
 * then, if it is still too long, each parameter does. Undefined where the row has room, or is laid out in
 * a way of its own, or with tabs: the blank behind a comma could not become one.
 */
export function brokenRow(
  text: string,
  signature: Signature,
  index: number,
  source: string,
  lineLength: number,
): Insertion[] | undefined {
  const row = stepOf(text) === STEP ? rowOf(text, signature) : undefined;
  if (!row || row.length + source.length + 2 <= lineLength) return undefined;
  const first = signature.parameters[0];
  if (row.isHugged || !first)
    return first && exploded(text, signature, index, source, row.isHugged);
  const outer = newIndentAt(text, signature.open);
  const inner = outer.length + STEP.length + (signature.close - signature.open - 1);
  const comma = commaAfter(text, signature.parameters.at(-1)?.end ?? 0);
  if (comma === undefined && inner + source.length + 2 <= lineLength) {
    return hugged(text, signature, index, source);
  }
  return exploded(text, signature, index, source, false);
}

/** The length of the one row of parameters; `isHugged` where the parentheses stand on other lines. */
function rowOf(text: string, { open, close, parameters, comments }: Signature) {
  const first = parameters[0]?.start ?? open;
  const last = parameters.at(-1)?.end ?? close;
  const end = lineEnd(text, first);
  if (last > end || comments.length > 0 || parameters.length === 0) return undefined;
  const isHugged = lineStart(text, first) > open && close > end;
  if (!isHugged && (lineStart(text, first) > open || close > end)) return undefined;
  if (isHugged && !(isFirstOnLine(text, first) && isFirstOnLine(text, close))) return undefined;
  if (/[\t\\]/.test(text.slice(lineStart(text, first), end))) return undefined;
  return { isHugged, length: end - lineStart(text, first) };
}

function hugged(text: string, signature: Signature, index: number, source: string): Insertion[] {
  const { open, close, parameters } = signature;
  const eol = eolAt(text, open);
  const outer = newIndentAt(text, open);
  const next = parameters[index];
  const added = next
    ? { offset: next.start, text: `${source}, `, rank: 1 }
    : { offset: parameters.at(-1)?.end ?? close, text: `, ${source}` };
  return [
    { offset: open + 1, text: eol + outer + STEP },
    added,
    { offset: close, text: eol + outer, rank: 1 },
  ];
}

/** One parameter a line. The blank that follows a comma becomes part of the next line's indentation. */
function exploded(
  text: string,
  { open, close, parameters }: Signature,
  index: number,
  source: string,
  isHugged: boolean,
): Insertion[] | undefined {
  const eol = eolAt(text, open);
  const outer = newIndentAt(text, open);
  const indent = isHugged ? newIndentAt(text, parameters[0]?.start ?? open) : outer + STEP;
  const breaks: Insertion[] = [];
  for (const { start, end } of parameters.slice(1).map((next, at) => ({
    start: next.start,
    end: parameters[at]?.end ?? 0,
  }))) {
    const comma = commaAfter(text, end);
    if (comma === undefined || text.slice(comma + 1, start) !== " ") return undefined;
    breaks.push({ offset: comma + 1, text: eol + indent.slice(1) });
  }
  const last = parameters.at(-1);
  const trailing = last && commaAfter(text, last.end);
  const next = parameters[index];
  const line = next
    ? [{ offset: next.start, text: `${source},${eol}${indent}`, rank: 1 }]
    : [{ offset: trailing ?? last?.end ?? close, text: `,${eol}${indent}${source}` }];
  const comma = trailing === undefined ? [{ offset: last?.end ?? close, text: ",", rank: 2 }] : [];
  const opening = isHugged ? [] : [{ offset: open + 1, text: eol + indent }];
  const closing = isHugged ? [] : [{ offset: close, text: eol + outer, rank: 3 }];
  return [...opening, ...breaks, ...line, ...comma, ...closing];
}
