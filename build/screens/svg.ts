/** A screen of a terminal as a picture: SVG, from the emulator's cells. */

import type { IBufferCell, Terminal } from "@xterm/headless";

const CELL = { width: 8.4, height: 18 };
const MARGIN = 14;
const palette: Readonly<Record<number, string>> = {
  1: "#ff7b72",
  2: "#7ee787",
  3: "#e3b341",
  4: "#79c0ff",
  6: "#76e3ea",
};

/** The screen as it is, dark, as wide as its columns. */
export function pictureOf({ buffer, rows, cols }: Terminal, title: string): string {
  const { active } = buffer;
  const width = cols * CELL.width + 2 * MARGIN;
  const height = rows * CELL.height + 2 * MARGIN;
  const lines = Array.from({ length: rows }, (_, row) => {
    const line = active.getLine(active.viewportY + row);
    const cells = Array.from({ length: cols }, (_each, column) => line?.getCell(column));
    return textAt(cells, MARGIN + (row + 0.75) * CELL.height);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3" xml:space="preserve">
${lines.filter((line) => line !== "").join("\n")}
</g>
</svg>
`;
}

/** Runs of cells that look alike, each where it stands: fonts differ in how wide they are. */
function textAt(cells: readonly (IBufferCell | undefined)[], y: number): string {
  const runs: { column: number; text: string; style: string }[] = [];
  for (const [column, cell] of cells.entries()) {
    const text = cell?.getChars() || " ";
    const style = cell ? styleOf(cell) : "";
    const last = runs.at(-1);
    if (last && last.style === style) last.text += text;
    else runs.push({ column, text, style });
  }
  return runs
    .filter(({ text }) => text.trim() !== "")
    .map(({ column, text, style }) => {
      const shown = text.trimEnd();
      const lead = shown.length - shown.trimStart().length;
      const x = (MARGIN + (column + lead) * CELL.width).toFixed(1);
      const length = ((shown.length - lead) * CELL.width).toFixed(1);
      return `<text x="${x}" y="${y.toFixed(1)}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${style}>${escaped(shown.trimStart())}</text>`;
    })
    .join("");
}

function styleOf(cell: IBufferCell): string {
  const colour = cell.isFgPalette() ? palette[cell.getFgColor()] : undefined;
  return [
    colour ? ` fill="${colour}"` : cell.isDim() ? ' fill="#8b949e"' : "",
    cell.isBold() ? ' font-weight="bold"' : "",
    cell.isUnderline() ? ' text-decoration="underline"' : "",
  ].join("");
}

function escaped(text: string): string {
  // Blanks that follow one another would be one.
  return text.replaceAll(" ", "\u00a0").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
