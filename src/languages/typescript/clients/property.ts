/** A further property at the end of an object literal, laid out as its neighbours are. */

import { ts } from "ts-morph";
import type { Edit } from "../../../types.js";

/** The insertions that add `property`, e.g. `a: 1`, after the last one; into the braces where there is none. */
export function addProperty(literal: ts.ObjectLiteralExpression, property: string): Edit[] {
  const source = literal.getSourceFile();
  const file = source.fileName;
  const last = literal.properties.at(-1);
  if (!last) return [{ file, offset: literal.getStart(source) + 1, text: ` ${property} ` }];
  const lineBreak = breakBefore(source.text, last.getStart(source));
  const { hasTrailingComma } = literal.properties;
  const end = hasTrailingComma ? literal.properties.end : last.getEnd();
  if (lineBreak === undefined) {
    const text = hasTrailingComma ? ` ${property},` : `, ${property}`;
    return [{ file, offset: end, text }];
  }
  const lineEnd = ts.getTrailingCommentRanges(source.text, end)?.at(-1)?.end ?? end;
  if (hasTrailingComma) return [{ file, offset: lineEnd, text: `${lineBreak}${property},` }];
  if (lineEnd === end) return [{ file, offset: end, text: `,${lineBreak}${property}` }];
  return [
    { file, offset: end, text: "," },
    { file, offset: lineEnd, text: `${lineBreak}${property}` },
  ];
}

/** The line break and indentation right before an offset; undefined where text stands before it. */
function breakBefore(text: string, offset: number): string | undefined {
  return /\r?\n[ \t]*$/.exec(text.slice(0, offset))?.[0];
}
