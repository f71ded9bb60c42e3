/** String literals as prose: the lines that a reader sees, and where each stands in the source. */

import type { Node } from "web-tree-sitter";

/** One line of a text, without its line break. */
export interface ProseLine {
  readonly text: string;
  /** UTF-16 offsets in the source. `end` is where the line break begins, or the last literal ends. */
  readonly start: number;
  readonly end: number;
}

export interface Prose {
  readonly lines: readonly ProseLine[];
  /** How a line break is written there: as itself, or as the escape `\n`. */
  readonly eol: string;
}

interface Piece {
  readonly shown: string;
  readonly start: number;
}

/**
 * The lines of a string, of strings written next to each other, or of either in parentheses.
 * Undefined for anything else. What an f-string puts in is shown as NUL.
 */
export function proseOf(node: Node, source: string): Prose | undefined {
  const literals = literalsOf(node);
  const last = literals?.at(-1)?.lastChild;
  if (!literals || last?.type !== "string_end") return undefined;
  const pieces = literals.flatMap((literal) => piecesOf(literal, source));
  const firstBreak = pieces.find(isBreak)?.shown;
  return { lines: linesOf(pieces, last.startIndex), eol: firstBreak ?? "\\n" };
}

function literalsOf(node: Node): Node[] | undefined {
  if (node.type === "string") return [node];
  const inner = node.namedChildren.filter(({ type }) => type !== "comment");
  if (node.type === "concatenated_string") return inner;
  const [only] = inner;
  return node.type === "parenthesized_expression" && only ? literalsOf(only) : undefined;
}

function piecesOf(literal: Node, source: string): Piece[] {
  const opening = literal.firstChild;
  if (!opening) return [];
  const isRaw = /r/i.test(source.slice(opening.startIndex, opening.endIndex));
  return literal.namedChildren.flatMap((child) => {
    if (child.type === "string_content") return split(child, source, isRaw);
    return child.type === "interpolation" ? [{ shown: "\0", start: child.startIndex }] : [];
  });
}

const RAW = /\r\n|[\r\n]|[^\r\n]+/g;
/** A backslash before a line break joins the lines; any other escape is left as it is written. */
const ESCAPED = /\r\n|[\r\n]|\\n|(?:\\\r\n|\\[^n]|[^\\\r\n])+/g;

function split(content: Node, source: string, isRaw: boolean): Piece[] {
  const from = content.startIndex;
  const found = source.slice(from, content.endIndex).matchAll(isRaw ? RAW : ESCAPED);
  return [...found].map((match) => ({ shown: match[0], start: from + match.index }));
}

function isBreak({ shown }: Piece): boolean {
  return shown === "\\n" || shown === "\n" || shown === "\r\n" || shown === "\r";
}

function linesOf(pieces: readonly Piece[], end: number): ProseLine[] {
  const lines: ProseLine[] = [];
  let line: Piece[] = [];
  const close = (at: number): void => {
    const text = line.map(({ shown }) => shown).join("");
    lines.push({ text, start: line[0]?.start ?? at, end: at });
    line = [];
  };
  for (const piece of pieces) {
    if (isBreak(piece)) close(piece.start);
    else line.push(piece);
  }
  close(end);
  return lines;
}
