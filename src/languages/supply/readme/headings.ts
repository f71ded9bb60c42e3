/** Where the headings of a Markdown text are, and what of it belongs to a generator or to a block. */

import type { Span } from "../../../types.js";

export interface Heading {
  readonly offset: number;
  readonly level: number;
  readonly title: string;
}

interface Line {
  readonly offset: number;
  readonly text: string;
}

/** The headings in the order of the text: `## x`, underlined ones, and `<h2>x</h2>`. */
export function headingsOf(text: string): Heading[] {
  const lines = proseLines(text);
  return lines.flatMap((line, at) => {
    const found = hashed(line) ?? underlined(line, lines[at + 1]) ?? tagged(line);
    return found ? [found] : [];
  });
}

function hashed({ offset, text }: Line): Heading | undefined {
  const [, marks, title = ""] = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(text) ?? [];
  return marks ? { offset, level: marks.length, title } : undefined;
}

function underlined({ offset, text }: Line, next: Line | undefined): Heading | undefined {
  const isTitle = text.trim() !== "" && !/^ {0,3}(?:[#>|]|[-*+] |\d+[.)] )/.test(text);
  const [mark] = /^(?:=|-)(?==*\s*$|-*\s*$)/.exec(next?.text ?? "") ?? [];
  const isNext = next?.offset === offset + text.length + 1;
  return mark && isTitle && isNext
    ? { offset, level: mark === "=" ? 1 : 2, title: text.trim() }
    : undefined;
}

function tagged({ offset, text }: Line): Heading | undefined {
  const [, level, title = ""] = /^\s*<h([1-6])\b[^>]*>(.*?)<\/h\1>/i.exec(text) ?? [];
  return level
    ? { offset, level: Number(level), title: title.replaceAll(/<[^>]*>/g, "") }
    : undefined;
}

/** The lines outside of fenced code and of comments. */
function proseLines(text: string): Line[] {
  const hidden = [...fences(text), ...comments(text).map(({ span }) => span)];
  let offset = 0;
  return text.split("\n").flatMap((line) => {
    const at = offset;
    offset += line.length + 1;
    const isHidden = hidden.some(([from, to]) => from <= at && at < to);
    return isHidden ? [] : [{ offset: at, text: line.replace(/\r$/, " ") }];
  });
}

function fences(text: string): Span[] {
  const fence = /^ {0,3}(`{3,}|~{3,})[^\n]*(?:\n[\s\S]*?^ {0,3}\1[`~]*[ \t]*\r?$|[\s\S]*)/gm;
  return [...text.matchAll(fence)].map((found) => [found.index, found.index + found[0].length]);
}

interface Comment {
  readonly span: Span;
  readonly words: string;
}

function comments(text: string): Comment[] {
  return [...text.matchAll(/<!--([\s\S]*?)(?:-->|$(?![\s\S]))/g)].map((found) => ({
    span: [found.index, found.index + found[0].length],
    words: found[1] ?? "",
  }));
}

/**
 * What must not be written into: fenced code, what stands between a generator's markers
 * (`<!-- toc --> … <!-- tocstop -->`, `<!-- START x --> … <!-- END x -->`), and elements that are open.
 */
export function closedSpans(text: string): Span[] {
  return [...fences(text), ...marked(text), ...elements(text)];
}

function marked(text: string): Span[] {
  const all = comments(text);
  return all.flatMap(({ span: [from, to], words }, at): Span[] => {
    if (endMark.test(words)) return [];
    const end = all.slice(at + 1).find((later) => closes(words, later.words));
    if (end) return [[from, end.span[1]]];
    // What a generator has not closed is all its own.
    return [[from, startMark.test(words) ? text.length + 1 : to]];
  });
}

const startMark = /(?:^|[\W_])(?:begin|start|on)(?:$|[\W_])/i;
const endMark = /(?:^|[\W_])(?:end|stop|off)(?:$|[\W_])|[a-z]stop\s*$/i;

function closes(start: string, end: string): boolean {
  if (!endMark.test(end)) return false;
  const plain = start.trim().toLowerCase();
  if (end.trim().toLowerCase() === `${plain}stop`) return true;
  return startMark.test(start);
}

function elements(text: string): Span[] {
  const tag = /<(details|table|div|picture|p|center)\b[^>]*>[\s\S]*?<\/\1>/gi;
  return [...text.matchAll(tag)].map((found) => [found.index, found.index + found[0].length]);
}
