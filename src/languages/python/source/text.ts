/** Lines, indentation and line breaks of a source text, by UTF-16 offset. */

const BOM = 0xfeff;

/** The offset at which the line of `offset` begins; a BOM belongs to no line. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isBreak(text.charCodeAt(at - 1))) at--;
  return at === 0 && text.charCodeAt(0) === BOM && offset > 0 ? 1 : at;
}

/** The offset of the line break that ends the line of `offset`, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return at;
}

/** The offset at which the line after that of `offset` begins; the end of the text where there is none. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length);
}

/** The same, past lines that a backslash joins to it. */
export function nextLogicalLine(text: string, offset: number): number {
  let end = lineEnd(text, offset);
  while (text[end - 1] === "\\" && end < text.length) end = lineEnd(text, nextLine(text, end));
  return nextLine(text, end);
}

/** What the line of `offset` begins with: blanks, tabs and, rarely, form feeds. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let at = start;
  while (isBlank(text.charCodeAt(at))) at++;
  return text.slice(start, at);
}

/** The indentation to give to a new line beside that of `offset`: Python counts anew after a form feed. */
export function newIndentAt(text: string, offset: number): string {
  const indent = indentAt(text, offset);
  return indent.slice(indent.lastIndexOf("\f") + 1);
}

/** One step of indentation, as the text has it: a tab where its first indented line begins with one. */
export function stepOf(text: string): string {
  return /(?:^|[\r\n])([ \t])/.exec(text)?.[1] === "\t" ? "\t" : "    ";
}

/** Whether nothing but blanks stands before `offset` on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  for (let at = lineStart(text, offset); at < offset; at++) {
    if (!isBlank(text.charCodeAt(at))) return false;
  }
  return true;
}

/** The line break that the text uses at `offset`: that of the line, of the one above, or "\n". */
export function eolAt(text: string, offset: number): string {
  const end = lineEnd(text, offset);
  return breakAt(text, end) ?? breakAt(text, breakBefore(text, lineStart(text, offset))) ?? "\n";
}

/** The column of `offset`, counted in UTF-16 units from 0. */
export function columnAt(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Behind the last character before `end` that is no blank and no line break: a node may reach over its line. */
export function codeEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && (isBlank(text.charCodeAt(at - 1)) || isBreak(text.charCodeAt(at - 1)))) at--;
  return at;
}

function breakAt(text: string, at: number): string | undefined {
  if (text.startsWith("\r\n", at)) return "\r\n";
  const code = text.charCodeAt(at);
  return isBreak(code) ? String.fromCharCode(code) : undefined;
}

function breakBefore(text: string, start: number): number {
  return text.startsWith("\r\n", start - 2) ? start - 2 : start - 1;
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 12;
}

/** The offset of the comma that follows, past blanks, comments and continued lines. */
export function commaAfter(text: string, from: number): number | undefined {
  const gap = /(?:\s|\\\r?\n|#[^\r\n]*)*/y;
  gap.lastIndex = from;
  const at = from + (gap.exec(text)?.[0].length ?? 0);
  return text[at] === "," ? at : undefined;
}
