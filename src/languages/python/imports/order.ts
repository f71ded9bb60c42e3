/** The order in which isort and ruff want imports and their names. */

import type { ImportStyle } from "./style.js";

/** What an import statement sorts by. `level` counts the dots of a relative import. */
export interface ImportKey {
  readonly isFrom: boolean;
  readonly level: number;
  readonly name: string;
}

/** Negative where `a` stands before `b`. */
export function compareImports(a: ImportKey, b: ImportKey, style: ImportStyle): number {
  if (!style.forceSortWithinSections && a.isFrom !== b.isFrom) return a.isFrom ? 1 : -1;
  if (a.level !== b.level) return style.closestFirst ? a.level - b.level : b.level - a.level;
  return compareNames(a.name, b.name, style) || Number(a.isFrom) - Number(b.isFrom);
}

/** Constants, then classes, then the rest, each in natural order, unless the style sorts by letters alone. */
export function compareMembers(a: string, b: string, style: ImportStyle): number {
  const kinds = style.orderByType ? kindOf(a) - kindOf(b) : 0;
  return kinds || compareNames(a, b, style);
}

function kindOf(name: string): number {
  if (name.length > 1 && name === name.toUpperCase() && /[A-Z]/.test(name)) return 0;
  return /^[A-Z]/.test(name) ? 1 : 2;
}

function compareNames(a: string, b: string, { caseSensitive }: ImportStyle): number {
  const folded = caseSensitive ? 0 : natural(a.toLowerCase(), b.toLowerCase());
  return folded || natural(a, b);
}

/** Digits compare as numbers, everything else by code point. */
function natural(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.match(/\d+|\D/g) ?? []);
  for (let index = 0; ; index++) {
    const [x, y] = [left?.[index], right?.[index]];
    if (x === undefined || y === undefined)
      return Number(x !== undefined) - Number(y !== undefined);
    const numbers = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : 0;
    if (numbers) return numbers;
    if (x !== y) return x < y ? -1 : 1;
  }
}
