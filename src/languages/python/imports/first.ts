/** The first import of a module that has none: behind the header, the docstring and `__future__`. */

import type { Node } from "web-tree-sitter";
import type { Edit } from "../../../types.js";
import type { Module } from "../source/parse.js";
import { codeEnd, isFirstOnLine, nextLine } from "../source/text.js";
import type { ImportStyle } from "./style.js";

/** The insertion of import lines, with the blank lines that belong round them. */
export function firstImport(
  { root, text }: Module,
  lines: string,
  eol: string,
  style: ImportStyle,
): Omit<Edit, "file"> {
  const anchor = anchorOf(root.namedChildren, text);
  const offset = anchor === undefined ? startOf(text) : nextLine(text, codeEnd(text, anchor));
  const isUnfinished = offset > 0 && offset === text.length && !isFirstOnLine(text, offset);
  const lead = anchor === undefined ? "" : isUnfinished ? eol + eol : eol;
  return { offset, text: lead + lines + eol + eol.repeat(blankLines(root, text, offset, style)) };
}

/** The end of what has to stay above: the header's comments, the docstring, `from __future__`. */
function anchorOf(nodes: readonly Node[], text: string): number | undefined {
  let anchor: number | undefined;
  for (const node of nodes) {
    const isHeader =
      node.type === "comment" && (anchor === undefined || isAdjacent(text, anchor, node));
    if (!isHeader && !isDocstring(node) && node.type !== "future_import_statement") break;
    anchor = node.endIndex;
  }
  return anchor;
}

/** A comment that begins the line right below belongs to what is above; one further down to what follows. */
function isAdjacent(text: string, end: number, comment: Node): boolean {
  return /^[ \t]*(?:\r\n|\n|\r)?[ \t]*$/.test(text.slice(codeEnd(text, end), comment.startIndex));
}

function isDocstring(node: Node): boolean {
  return node.type === "expression_statement" && /string$/.test(node.firstNamedChild?.type ?? "");
}

function startOf(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

/** How many blank lines must be added to those that follow already. */
function blankLines(root: Node, text: string, offset: number, { linesAfter }: ImportStyle): number {
  const next = root.namedChildren.find(({ startIndex }) => startIndex >= offset);
  if (!next) return 0;
  const isDefinition = /definition$/.test(next.type);
  const wanted = linesAfter ?? (isDefinition ? 2 : 1);
  const there = text.slice(offset, next.startIndex).split(/\r\n|\n|\r/).length - 1;
  return Math.max(0, wanted - there);
}
