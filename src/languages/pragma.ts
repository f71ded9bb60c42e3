/** Comments `retrofit-ignore: reason`, in both languages: which code they are for, and which are for none. */

import { distance } from "fastest-levenshtein";
import { findingOf } from "../rules/finding.js";
import type { Finding } from "../types.js";

/** How a language writes comments. */
export interface CommentSyntax {
  /** What opens one, or goes on with it, somewhere in a line; without flags. */
  readonly opens: RegExp;
  /** A line that holds nothing but a comment. */
  readonly alone: RegExp;
}

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Lines from the first to the last, counted from 0. */
export type Lines = readonly [first: number, last: number];

/** The pragmas of one server while it is scanned. */
export interface Pragmas {
  /**
   * The reason of a pragma on some lines, or in the comment right above them; undefined where there is none.
   * From then on the pragma counts as used.
   */
  reasonFor(source: SourceText, places: readonly Lines[]): string | undefined;
  /** A finding for each pragma that does not count, and for each that was not used so far. */
  findings(source: SourceText, isComment: (offset: number) => boolean): Finding[];
}

const word = "retrofit-ignore";
/** What a text with a pragma holds somewhere, even if it is misspelt. */
export const pragmaMarks = ["etrofit", "ETROFIT", "fit-ig"];

/**
 * The line that leaves out what stands below the offset, which is the beginning of a line: indented as that is, and
 * ended as the text ends its lines.
 */
export function pragmaLine(opens: string, reason: string, text: string, offset: number): string {
  const indent = /^[ \t]*/.exec(text.slice(offset))?.[0] ?? "";
  const oneLine = reason.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return `${indent}${opens} ${word}: ${oneLine}${text.includes("\r\n") ? "\r\n" : "\n"}`;
}

export function createPragmas(syntax: CommentSyntax): Pragmas {
  const read = createReader(syntax.opens);
  const used = new Map<string, Set<number>>();
  return {
    reasonFor({ path, text }, places) {
      if (!text.includes(word)) return undefined;
      const lines = text.split("\n");
      const reasons = places
        .flatMap((place) => withCommentAbove(place, lines, syntax.alone))
        .flatMap((at) => {
          const reason = read(lines[at] ?? "")?.reason;
          if (reason === undefined) return [];
          used.set(path, (used.get(path) ?? new Set()).add(at));
          return [reason];
        });
      return reasons[0];
    },
    findings({ path, text }, isComment) {
      let offset = 0;
      return text.split("\n").flatMap((line, at) => {
        const start = offset;
        offset += line.length + 1;
        const pragma = read(line);
        if (!pragma || used.get(path)?.has(at) || !isComment(start + pragma.column)) return [];
        const place = { file: path, line: at + 1, column: pragma.column + 1 };
        return [pragmaFinding(pragma, place)];
      });
    },
  };
}

/** The lines themselves first, then those of the comment above. */
function withCommentAbove([first, last]: Lines, lines: readonly string[], alone: RegExp): number[] {
  const own = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const above: number[] = [];
  for (let at = first - 1; at >= 0 && alone.test(lines[at] ?? ""); at--) above.push(at);
  return [...own, ...above];
}

interface Pragma {
  readonly column: number;
  /** The word as it is written. */
  readonly written: string;
  /** Undefined where the pragma does not count. */
  readonly reason?: string;
}

/** Reads a line's pragma, also one that does not count: only a comment that begins with it can be meant as one. */
function createReader({ source: opens }: RegExp): (line: string) => Pragma | undefined {
  const right = new RegExp(
    `(?:${opens}).*?\\b(?=${word}\\s*:\\s*(?!\\*/)(\\S.*?)\\s*(?:\\*/.*)?$)`,
  );
  const begun = new RegExp(
    `(?:${opens})[\\s/*#!@]*(?=([A-Za-z]+(?:[-_ ]?[A-Za-z]+)?)(?![A-Za-z]))`,
  );
  return (line) => {
    const found = right.exec(line.trimEnd());
    if (found) {
      const [lead, reason = ""] = found;
      return { column: found.index + lead.length, written: word, reason };
    }
    const other = begun.exec(line);
    const written = other?.[1] ?? "";
    return other && isMeant(written)
      ? { column: other.index + other[0].length, written }
      : undefined;
  };
}

/** Two letters more, fewer or others, or two that changed places. */
function isMeant(written: string): boolean {
  return distance(written.toLowerCase().replace(/[_ ]/, "-"), word) <= 2;
}

function pragmaFinding({ written, reason }: Pragma, place: Finding["place"]): Finding {
  if (reason !== undefined) {
    return findingOf("unused-pragma", { place, message: "there is nothing here that it ignores" });
  }
  const message =
    written === word
      ? `\`${word}\` without a colon and a reason counts for nothing`
      : `\`${written}\` counts for nothing: the comment is \`${word}: reason\``;
  return findingOf("malformed-pragma", { place, message });
}
