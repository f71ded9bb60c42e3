/** Texts that fit a width, counted in a terminal's columns. */

import stringWidth from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";

/** How many columns a text takes; colours take none. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Lines of words that are no wider, each behind the indentation; words that are too long are cut. */
export function wrap(text: string, width: number, indent = ""): string[] {
  const room = Math.max(8, width - indent.length);
  return wrapAnsi(text, room, { hard: true })
    .split("\n")
    .map((line) => indent + line);
}

/** The same with a mark before the first line. */
export function item(mark: string, text: string, width: number): string[] {
  const blank = " ".repeat(widthOf(mark));
  return wrap(text, width, blank).map((line, index) =>
    index === 0 ? mark + line.slice(blank.length) : line,
  );
}

/** A plain text that is cut where it would be wider. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let [cut, room] = ["", width - 1];
  for (const character of text) {
    room -= widthOf(character);
    if (room < 0) break;
    cut += character;
  }
  return `${cut}…`;
}

/** As many of the parts as fit one line, from the first on; the last of all is always among them. */
export function fitParts(parts: readonly string[], width: number, gap: string): string {
  const last = parts.at(-1) ?? "";
  let line = "";
  for (const part of parts.slice(0, -1)) {
    const longer = line === "" ? part : line + gap + part;
    if (widthOf(longer + gap + last) > width) break;
    line = longer;
  }
  return line === "" ? last : line + gap + last;
}
