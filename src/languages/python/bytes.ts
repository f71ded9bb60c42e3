/** Searching files that are not decoded. */

/** A text as its bytes read one by one, which is how such a search knows it. */
export function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Where the spaces and tabs before an offset begin. */
export function skipBlanksBack(buffer: Buffer, from: number): number {
  let at = from;
  while (buffer[at - 1] === 0x20 || buffer[at - 1] === 0x09) at--;
  return at;
}

/** Where the word that ends at an offset begins. */
export function wordStart(buffer: Buffer, end: number): number {
  let at = end;
  while (at > 0 && isWord(buffer[at - 1] ?? 0)) at--;
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
