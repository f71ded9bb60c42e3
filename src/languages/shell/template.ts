/** Texts with expressions in them: template strings, f-strings. */

import { type Alternatives, asWord, concatenated, only } from "./alternatives.js";
import { mayBeSeveral } from "./text.js";

/** What stands in a template: a text, or an expression with what it may be and how it is written. */
export type TemplatePart = string | { readonly values: Alternatives; readonly source: string };

/** Everything that a template may come to. */
export function template(parts: readonly TemplatePart[]): Alternatives {
  let before = "";
  const pieces = parts.map((part, index) => {
    const next = parts[index + 1];
    const found = pieceOf(part, before, typeof next === "string" ? next : "");
    before += typeof part === "string" ? part : "x";
    return found;
  });
  return concatenated(pieces);
}

/** Glued to something, in quotes, behind an option or among the arguments of a command, it is one word. */
function pieceOf(part: TemplatePart, before: string, after: string): Alternatives {
  if (typeof part === "string") return only(part);
  const isWord =
    /^[^\s;|&]/.test(after) ||
    /[^\s]$|\s--?[\w-]+\s+$/.test(before) ||
    (/^\s*\S+\s+\S/.test(before) && !mayBeSeveral(part.source));
  return isWord ? asWord(part.values) : part.values;
}
