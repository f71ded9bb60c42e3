/** HTML that is safe by the way it is made: whatever is put into a template is text, unless it is markup itself. */

import { visible, visibleCode } from "../visible.js";

/** HTML. Only `markup` makes it, and `trusted` of what a library made. */
export interface Markup {
  readonly html: string;
}

/** What can stand in a template: lists are put in one after the other, `undefined` and `false` are nothing. */
export type Part = Markup | string | number | false | undefined | readonly Part[];

/**
 * A template of HTML. Texts in it are escaped for elements and for attributes in double quotes, and what would steer a
 * reader, such as a turn of the direction of writing, is shown as what it is.
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: texts.map((text, index) => text + htmlOf(parts[index])).join("") };
}

/** What a library made of texts that it escaped. */
export function trusted(html: string): Markup {
  return { html };
}

/** Lines of a file, as they are. */
export function codeLines(text: string): Markup {
  return trusted(
    text
      .split("\n")
      .map((line) => escaped(visibleCode(line)))
      .join("\n"),
  );
}

/** A text in which backticks stand around code. */
export function prose(text: string): Markup {
  const parts = text.split("`");
  return markup`${parts.map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part))}`;
}

function htmlOf(part: Part): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "string") return escaped(visible(part));
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(htmlOf).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}
