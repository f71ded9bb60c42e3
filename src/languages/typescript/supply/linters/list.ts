/** Lists in settings as formatters write them. */

/** The width that prettier and Biome have where none is set. */
const width = 80;

/** How a list is written: what it begins behind, and whether its last item has a comma. */
export interface ListStyle {
  /** The white space that its line begins with. */
  readonly indent: string;
  readonly unit: string;
  /** The characters on its line before it. */
  readonly column: number;
  readonly comma: string;
  readonly lineBreak: string;
}

/** `[a, b]` where that fits, else an item a line. */
export function listText(items: readonly string[], style: ListStyle): string {
  const { indent, unit, column, comma, lineBreak } = style;
  const flat = `[${items.join(", ")}]`;
  if (column + flat.length + 1 <= width) return flat;
  const line = lineBreak + indent;
  return `[${line}${unit}${items.join(`,${line}${unit}`)}${comma}${line}]`;
}
