/** Searching files that are not decoded: their bytes read one by one, as characters. */

/** A text as its bytes read one by one, which is how such a search knows it. */
export function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The text that such bytes are, in a string of its own. */
export function textOf(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Where a text stands in another one, by the engine's own search, which is faster than one written here. */
export function* occurrences(text: string, sought: string): Generator<number> {
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) yield at;
}

/** Where the spaces and tabs before an offset begin. */
export function skipBlanksBack(bytes: string, from: number): number {
  let at = from;
  while (bytes[at - 1] === " " || bytes[at - 1] === "\t") at--;
  return at;
}

/** Where the word that ends at an offset begins. */
export function wordStart(bytes: string, end: number): number {
  let at = end;
  while (at > 0 && isWord(bytes.charCodeAt(at - 1))) at--;
  return at;
}

/** Letters, digits, the underscore and every byte of a character beyond ASCII. */
function isWord(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte >= 0x80
  );
}
