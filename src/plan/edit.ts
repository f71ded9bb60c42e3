/** Insertions: order them, put them in, take them out again. */

import type { Edit, Span } from "../types.js";

/** The edits in the order in which they stand in the file, each once: fixes may share an edit. */
export function normalize(edits: readonly Edit[]): Edit[] {
  const unique = new Map(edits.map((edit) => [keyOf(edit), edit]));
  return [...unique.values()].sort(
    (a, b) => a.offset - b.offset || rankOf(a) - rankOf(b) || compare(a.text, b.text),
  );
}

/** The text with the edits put in. All edits must be of one file; throws RangeError for one outside the text. */
export function insert(text: string, edits: readonly Edit[]): string {
  let result = "";
  let from = 0;
  for (const edit of normalize(edits)) {
    if (edit.offset < 0 || edit.offset > text.length) {
      throw new RangeError(`an insertion at ${edit.offset} is outside ${edit.file}`);
    }
    result += text.slice(from, edit.offset) + edit.text;
    from = edit.offset;
  }
  return result + text.slice(from);
}

/** What is left of a text when the edits that `insert` put in are taken out again, by position. */
export function takeOut(text: string, edits: readonly Edit[]): string {
  let result = "";
  let from = 0;
  let shift = 0;
  for (const edit of normalize(edits)) {
    const start = edit.offset + shift;
    result += text.slice(from, start);
    from = start + edit.text.length;
    shift += edit.text.length;
  }
  return result + text.slice(from);
}

/** Where the texts of the edits stand once `insert` has put them in, in order. */
export function spansOf(edits: readonly Edit[]): Span[] {
  let shift = 0;
  return normalize(edits).map(({ offset, text }) => {
    const start = offset + shift;
    shift += text.length;
    return [start, start + text.length];
  });
}

/** The edits by file. */
export function byFile(edits: readonly Edit[]): Map<string, Edit[]> {
  const files = new Map<string, Edit[]>();
  for (const edit of edits) {
    const list = files.get(edit.file);
    if (list) list.push(edit);
    else files.set(edit.file, [edit]);
  }
  return files;
}

function keyOf(edit: Edit): string {
  return `${edit.file}\0${edit.offset}\0${rankOf(edit)}\0${edit.text}`;
}

function rankOf(edit: Edit): number {
  return edit.rank ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
