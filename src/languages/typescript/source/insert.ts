/** Insertions in the layout of the code they go into. */

import type { Edit } from "../../../types.js";
import type { ts } from "./compiler.js";

/** Text before and after a node, e.g. a call round it. */
export function around(node: ts.Node, before: string, after: string): Edit[] {
  const source = node.getSourceFile();
  const { fileName: file } = source;
  return [
    { file, offset: node.getStart(source), text: before },
    // Where two calls close at one place, the inner one closes first: lower rank.
    { file, offset: node.getEnd(), text: after },
  ];
}

/** Text at an offset of a node's file. */
export function at(node: ts.Node, offset: number, text: string): Edit {
  return { file: node.getSourceFile().fileName, offset, text };
}

/** A further last property of an object literal: commas, lines and indentation as its others have them. */
export function intoLiteral(literal: ts.ObjectLiteralExpression, property: string): Edit[] {
  const last = literal.properties.at(-1);
  if (!last) return [intoEmpty(literal, property)];
  const source = literal.getSourceFile();
  const { text } = source;
  const isTall = lineOf(source, literal.getStart(source)) !== lineOf(source, last.getStart(source));
  const { hasTrailingComma } = literal.properties;
  const afterLast = hasTrailingComma ? literal.properties.end : last.getEnd();
  if (!isTall) {
    const added = hasTrailingComma ? ` ${property},` : `, ${property}`;
    return [at(literal, afterLast, added)];
  }
  const line = lineBreakOf(text) + indentOf(text, last.getStart(source));
  const place = afterComment(text, afterLast, literal.getEnd() - 1);
  if (hasTrailingComma) return [at(literal, place, `${line}${property},`)];
  return place === afterLast
    ? [at(literal, place, `,${line}${property}`)]
    : [at(literal, afterLast, ","), at(literal, place, `${line}${property}`)];
}

function intoEmpty(literal: ts.ObjectLiteralExpression, property: string): Edit {
  const source = literal.getSourceFile();
  const open = literal.getStart(source) + 1;
  const inside = source.text.slice(open, literal.getEnd() - 1);
  if (inside === "") return at(literal, open, ` ${property} `);
  if (!/[\r\n]/.test(inside)) {
    // After a comment, if there is one; before the space that was there.
    const end = open + inside.trimEnd().length;
    return at(literal, end, ` ${property}`);
  }
  const closing = indentOf(source.text, literal.getEnd() - 1);
  const inner = `${closing}${closing.includes("\t") ? "\t" : unitOf(source.text)}`;
  const end = open + inside.trimEnd().length;
  return at(literal, end, `${lineBreakOf(source.text)}${inner}${property},`);
}

/** The end of what stands on the same line after a property: spaces and a comment. */
function afterComment(text: string, from: number, limit: number): number {
  const rest = text.slice(from, limit);
  const found = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/(?=[ \t]*(?:[\r\n]|$)))/.exec(rest)?.[0];
  return found ? from + found.trimEnd().length : from;
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** The white space that the line of an offset begins with. */
export function indentOf(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

/** One step of indentation: the least that any line of the text has. */
export function unitOf(text: string): string {
  if (/^\t/m.test(text)) return "\t";
  const widths = [...text.matchAll(/^( +)\S/gm)].map((match) => match[1]?.length ?? 0);
  const least = Math.min(...widths.filter((width) => width > 1), 8);
  return " ".repeat(least === 8 && widths.length === 0 ? 2 : least);
}

function lineOf(source: ts.SourceFile, offset: number): number {
  return source.getLineAndCharacterOfPosition(offset).line;
}
