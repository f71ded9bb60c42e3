/** What a source gives away of a text: the pieces that are known, and where something unknown stands. */

/** Stands for what a source does not tell: one word or a part of one, or any number of words. */
export interface Unknown {
  readonly unknown: "word" | "words";
}

/** The pieces of a text, with nothing between them. None of them is an empty string, and no two strings meet. */
export type Text = readonly (string | Unknown)[];

/** A text, or a list of them: the arguments of a process. A lone piece of unknown words stands for many items. */
export type Value =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "list"; readonly items: readonly Text[] };

export const unknownWord: Text = [{ unknown: "word" }];
export const unknownWords: Text = [{ unknown: "words" }];

/** Names of variables that may well hold more than one word. */
const several = /arg|param|flag|option|opts|command|cmd|rest|extra|profile|^[@*]$/i;

/** Whether what goes by a name, or is written so, may well be more than one word. */
export function mayBeSeveral(name: string): boolean {
  return several.test(name);
}

/** A text all of which is known. */
export function known(text: string): Text {
  return text === "" ? [] : [text];
}

/** Texts put one behind the other. */
export function concat(...texts: readonly Text[]): Text {
  const pieces: (string | Unknown)[] = [];
  for (const piece of texts.flat()) {
    const last = pieces.at(-1);
    if (typeof piece === "string" && typeof last === "string")
      pieces[pieces.length - 1] = last + piece;
    else if (piece !== "") pieces.push(piece);
  }
  return pieces;
}

/** A text with each known piece changed. */
export function mapKnown(text: Text, change: (piece: string) => Text): Text {
  return concat(...text.map((piece) => (typeof piece === "string" ? change(piece) : [piece])));
}

/** What is known of a text, all else left out. */
export function knownIn(text: Text): string {
  return text.filter((piece) => typeof piece === "string").join("");
}

/** A text all of which is known, as a string. */
export function wholeText(text: Text): string | undefined {
  return text.every((piece) => typeof piece === "string") ? text.join("") : undefined;
}

/** What a text surely begins with. */
export function startOf([first]: Text): string {
  return typeof first === "string" ? first : "";
}

/** Whether nothing of a text is known. */
export function isUnknown(text: Text): boolean {
  return text.length > 0 && knownIn(text) === "";
}

/** Whether a text may be any number of words. */
export function hasUnknownWords(text: Text): boolean {
  return text.some((piece) => typeof piece !== "string" && piece.unknown === "words");
}

/** A text that is known to be one word, or a part of one. */
export function asOneWord(text: Text): Text {
  return text.map((piece) => (typeof piece === "string" ? piece : { unknown: "word" }));
}

/** The words that white space parts. */
export function splitAtSpace(text: Text): Text[] {
  const words: Text[] = [[]];
  for (const piece of text) {
    const [first = "", ...rest] = typeof piece === "string" ? piece.split(/\s+/) : [];
    const start = words.pop() ?? [];
    words.push(concat(start, typeof piece === "string" ? known(first) : [piece]));
    words.push(...rest.map(known));
  }
  return words.filter((word) => word.length > 0);
}
