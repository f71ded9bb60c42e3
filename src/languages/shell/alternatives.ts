/** Everything that an expression may be: a bounded set of texts and lists. None of them means nothing at all. */

import { shellWords } from "./commands.js";
import {
  asOneWord,
  concat,
  known,
  splitAtSpace,
  type Text,
  unknownWord,
  unknownWords,
  type Value,
  wholeText,
} from "./text.js";

export type Alternatives = readonly Value[];

/** How many texts made of others may lie in each other; beyond it, they may be anything. */
export const maxDepth = 12;
/** Steps that one question may take: most texts take tens, but functions that call each other multiply them. */
export const maxSteps = 2000;
/** More would take long and tell no more: beyond it, alternatives are taken together. */
const limit = 24;
/** A command that is longer is told by its beginning. */
const longest = 2000;
const mostItems = 400;

/** Any number of words, nothing of which is known. */
export const anything: Alternatives = [ofText(unknownWords)];
export const oneWordOfAnything: Alternatives = [ofText(unknownWord)];
export const emptyList: Alternatives = [ofList([])];

export function ofText(text: Text): Value {
  return { kind: "text", text };
}

export function ofList(items: readonly Text[]): Value {
  return { kind: "list", items: items.filter((item) => item.length > 0) };
}

/** A text all of which is known. */
export function only(text: string): Alternatives {
  return [ofText(known(text))];
}

/** All of them, each once. */
export function union(...all: readonly Alternatives[]): Alternatives {
  const flat = all.flat();
  if (flat.length < 2) return flat;
  return [...new Map(flat.map((value) => [JSON.stringify(value), value])).values()];
}

/** Each alternative changed as a text, each item of a list by itself. */
export function mapTexts(all: Alternatives, change: (text: Text) => Text): Alternatives {
  return union(
    all.map((value) =>
      value.kind === "text" ? ofText(change(value.text)) : ofList(value.items.map(change)),
    ),
  );
}

/** Alternatives that stand where one word stands. */
export function asWord(all: Alternatives): Alternatives {
  return mapTexts(all, asOneWord);
}

/** Each text of the first part followed by each of the second, and so on. Lists are put one behind the other. */
export function concatenated(parts: readonly Alternatives[]): Alternatives {
  return combined(parts, only(""), (head, tail) =>
    head.kind === "text" && tail.kind === "text"
      ? ofText(concat(head.text, tail.text))
      : append(head, tail),
  );
}

/** The lists that begin with an item of the first part and go on with one of the second; lists among them are spread. */
export function listed(parts: readonly Alternatives[]): Alternatives {
  return combined(parts, emptyList, append);
}

/** The items of lists, and the words of texts that stand for lists. */
export function itemsOf(value: Value): readonly Text[] {
  return value.kind === "list" ? value.items : value.text.length > 0 ? [value.text] : [];
}

/** What the items of a list may be, one by one. */
export function elementsOf(all: Alternatives): Alternatives {
  return union(all.flatMap((value) => itemsOf(value).map(ofText)));
}

/** `" ".join(list)`: the items as one text. */
export function joinedBy(all: Alternatives, between: string): Alternatives {
  return union(all.map((value) => ofText(textOf(value, between))));
}

/** A list as the text that its items come to. */
export function textOf(value: Value, between = " "): Text {
  if (value.kind === "text") return value.text;
  return concat(
    ...value.items.flatMap((item, index) => (index === 0 ? [item] : [known(between), item])),
  );
}

/** Texts as lists of their words: parted by white space, or as a shell does it. */
export function wordsOf(all: Alternatives, by: "space" | "shell" = "space"): Alternatives {
  const split = by === "shell" ? shellWords : splitAtSpace;
  return union(all.map((value) => ofList(itemsOf(value).flatMap(split))));
}

function append(head: Value, tail: Value): Value {
  return ofList([...itemsOf(head), ...itemsOf(tail)]);
}

function combined(
  parts: readonly Alternatives[],
  start: Alternatives,
  glue: (head: Value, tail: Value) => Value,
): Alternatives {
  return parts.reduce((before, part) => {
    if (part.length === 0) return before;
    const few = before.length * part.length > limit ? [together(part)] : part;
    return union(before.flatMap((head) => few.map((tail) => shortened(glue(head, tail)))));
  }, start);
}

/** Many alternatives as one that says no more than they do: the items of all lists, or an unknown text. */
function together(all: Alternatives): Value {
  if (all.some(({ kind }) => kind === "list")) return ofList(all.flatMap(itemsOf));
  const areWords = all.every((value) => /^\S*$/.test(wholeText(textOf(value)) ?? " "));
  return ofText(areWords ? unknownWord : unknownWords);
}

function shortened(value: Value): Value {
  if (value.kind === "text") return ofText(beginning(value.text));
  const isLong = value.items.length > mostItems;
  return isLong ? ofList([...value.items.slice(0, mostItems), unknownWords]) : value;
}

function beginning(text: Text): Text {
  let left = longest;
  const pieces = text.map((piece) => {
    const kept = typeof piece === "string" ? piece.slice(0, Math.max(left, 0)) : piece;
    left -= typeof piece === "string" ? piece.length : 1;
    return kept;
  });
  return left < 0 ? concat(pieces, unknownWords) : text;
}
