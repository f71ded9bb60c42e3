/** Import statements as text. */

import { compareMembers } from "./order.js";
import type { ImportStyle } from "./style.js";

/**
 * `from path import names`, sorted, in parentheses where it would be too long. Names with an alias get
 * a statement each, as isort and ruff have it.
 */
export function importLines(
  path: string,
  needs: readonly string[],
  style: ImportStyle,
  eol: string,
): string {
  const plain = needs.filter((need) => !need.includes(" as "));
  const aliased = needs.filter((need) => need.includes(" as "));
  const sorted = plain.sort((a, b) => compareMembers(a, b, style));
  const first = sorted.length > 0 ? [statement(path, sorted, style, eol)] : [];
  return [...first, ...aliased.sort().map((need) => statement(path, [need], style, eol))].join(eol);
}

function statement(
  path: string,
  names: readonly string[],
  style: ImportStyle,
  eol: string,
): string {
  const line = `from ${path} import ${names.join(", ")}`;
  if (line.length <= style.lineLength) return line;
  const rows = names.map((name) => `    ${name},`);
  return [`from ${path} import (`, ...rows, ")"].join(eol);
}
