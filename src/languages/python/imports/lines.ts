/** Import statements as text. */

import { compareMembers } from "./order.js";
import type { ImportStyle } from "./style.js";

/** How the lines of a file end, and what one step of indentation is. */
export interface Layout {
  readonly eol: string;
  readonly step: string;
}

/**
 * `from path import names`, sorted, in parentheses where it would be too long. Names with an alias get
 * a statement each, as isort and ruff have it.
 */
export function importLines(
  path: string,
  needs: readonly string[],
  style: ImportStyle,
  { eol, step }: Layout,
): string {
  const plain = needs.filter((need) => !need.includes(" as "));
  const aliased = needs.filter((need) => need.includes(" as "));
  const sorted = plain.sort((a, b) => compareMembers(a, b, style));
  const first = sorted.length > 0 ? [statement(path, sorted, style, { eol, step })] : [];
  return [
    ...first,
    ...aliased.sort().map((need) => statement(path, [need], style, { eol, step })),
  ].join(eol);
}

function statement(
  path: string,
  names: readonly string[],
  style: ImportStyle,
  { eol, step }: Layout,
): string {
  const line = `from ${path} import ${names.join(", ")}`;
  if (line.length <= style.lineLength) return line;
  const rows = names.map((name) => `${step}${name},`);
  return [`from ${path} import (`, ...rows, ")"].join(eol);
}
