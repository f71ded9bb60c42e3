/** Keeps linters quiet that would report the parameter: the wrapper uses it, the body does not. */

import type { Edit } from "../../../types.js";
import type { FoundTool } from "../forms/found-tool.js";
import { lineEnd, lineStart } from "../source/text.js";

type Insertion = Omit<Edit, "file">;

/** ruff's rule on an unused argument of this kind of function. */
export function unusedRule({ decorators, className, bound }: FoundTool): string {
  const has = (name: string): boolean => decorators.some(({ text }) => text.includes(name));
  if (has("classmethod")) return "ARG003";
  if (has("staticmethod")) return "ARG004";
  return bound || className !== undefined ? "ARG002" : "ARG001";
}

/**
 * The insertions of a parameter, with a `noqa` of the rule at the end of its line. Where that line has a comment
 * or goes on in a way that takes none, they stay as they are.
 */
export function withNoqa(
  insertions: readonly Insertion[],
  text: string,
  rule: string,
): Insertion[] {
  const noqa = `  # noqa: ${rule}`;
  const added = insertions.findIndex((one) => one.text.includes("="));
  const parameter = insertions[added];
  if (!parameter) return [...insertions];
  const own = /^([ \t]*[^\r\n]*?= None,?)((?:\r\n|\n|\r)[ \t]*)$/.exec(parameter.text);
  if (own) {
    const line = { ...parameter, text: `${own[1]}${noqa}${own[2]}` };
    return insertions.map((one, index) => (index === added ? line : one));
  }
  const end = lineEnd(text, parameter.offset);
  const closing = insertions.findIndex(
    ({ offset, text: added }) =>
      offset >= parameter.offset && offset <= end && /^[\r\n]/.test(added),
  );
  const broken = insertions[closing];
  if (broken && broken !== parameter) {
    const line = { ...broken, text: noqa + broken.text };
    return insertions.map((one) => (one === broken ? line : one));
  }
  const line = text.slice(lineStart(text, parameter.offset), end);
  const takesOne = /[:,(]\s*$/.test(line) && !line.includes("#");
  return takesOne ? [...insertions, { offset: end, text: noqa }] : [...insertions];
}
