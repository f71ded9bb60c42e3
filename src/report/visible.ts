/** Texts of other people's files on their way to a terminal: what would steer it is shown, not sent. */

/** Control characters, and what turns the direction of text round or takes no room. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const steering = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** What paints a text: the only sequences that `said` lets through. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one
const colours = /(\u001b\[[\d;]*m)/;

/** A name, path or message in one line, with `\\x1b` for an escape and `\\n` for a line break. */
export function visible(text: string): string {
  return text.replaceAll(steering, escaped);
}

/** A line of a program: as `visible`, with tabs as wide as four characters and without the line's end. */
export function visibleCode(line: string): string {
  return visible(line.replace(/\r$/, "").replaceAll("\t", "    "));
}

/** Lines that we painted: all but line breaks, tabs and colours is made visible. */
export function visibleLines(text: string): string {
  return text
    .split(colours)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(steering, escapedButLines)))
    .join("");
}

function escapedButLines(character: string, offset: number, text: string): string {
  const isLine = character === "\n" || character === "\t";
  return isLine || text.startsWith("\r\n", offset) ? character : escaped(character);
}

function escaped(character: string): string {
  if (character === "\n") return "\\n";
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
}
