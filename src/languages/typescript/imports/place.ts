/** Where in a file a further import belongs. */

import { ts } from "../source/compiler.js";
import { isImporting } from "./style.js";

export interface ImportPlace {
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/** After the last import; without any, before the first code, below what belongs to the file as a whole. */
export function importPlace(
  source: ts.SourceFile,
  commonJs: boolean,
  lineBreak: string,
): ImportPlace {
  const last = commonJs
    ? leading(source).findLast(isImporting)
    : source.statements.findLast(isImporting);
  const anchor = last ?? leading(source).findLast(isDirective);
  if (anchor) {
    const offset = ts.getTrailingCommentRanges(source.text, anchor.end)?.at(-1)?.end ?? anchor.end;
    return { offset, before: lineBreak, after: "" };
  }
  const offset = afterHeader(source);
  const rest = source.text.slice(offset);
  const blank = rest === "" || /^\r?\n/.test(rest) ? "" : lineBreak;
  return { offset, before: "", after: lineBreak + blank };
}

/** Directives and imports, up to the first statement that is neither. */
function leading(source: ts.SourceFile): readonly ts.Statement[] {
  const end = source.statements.findIndex((each) => !isImporting(each) && !isDirective(each));
  return end < 0 ? source.statements : source.statements.slice(0, end);
}

/** `"use strict"` and the like. */
function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/** Where the first line of code may stand: below a BOM, a shebang and comments about the whole file. */
function afterHeader({ text }: ts.SourceFile): number {
  let offset = text.startsWith("\uFEFF") ? 1 : 0;
  const shebang = /^#!.*(\r?\n|$)/.exec(text.slice(offset));
  if (shebang) offset += shebang[0].length;
  for (const { pos, end } of ts.getLeadingCommentRanges(text, 0) ?? []) {
    const lines = /^[ \t]*(\r?\n)?([ \t]*\r?\n)*/.exec(text.slice(end))?.[0] ?? "";
    const isDetached = (lines.match(/\n/g)?.length ?? 0) > 1 || end + lines.length === text.length;
    if (isDetached || aboutFile.test(text.slice(pos, end))) offset = end + lines.length;
  }
  return offset;
}

const aboutFile = /@ts-|eslint|biome-|prettier|copyright|licen[cs]e|SPDX|@jest|@vitest|@jsx|@file/i;
