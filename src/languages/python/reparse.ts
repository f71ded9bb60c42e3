/** Tells a tree what changed in its text, so that only those parts are parsed again. */

import type { Edit, Tree } from "web-tree-sitter";

type EditClass = typeof Edit;

/** A run of lines that changed, as indexes into the lines of both texts, ends excluded. */
interface Hunk {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** How many inserted lines in a row are looked through before a line counts as changed. */
const LOOK_AHEAD = 40;

/** A copy of the tree of `before`, marked so that parsing `after` from it gives what parsing afresh gives. */
export function editTree(edit: EditClass, tree: Tree, before: string, after: string): Tree {
  const copy = tree.copy();
  const oldLines = linesOf(before);
  const newLines = linesOf(after);
  const oldOffsets = offsetsOf(oldLines);
  const newOffsets = offsetsOf(newLines);
  const at = (row: number) => ({ row, column: 0 });
  // From the last to the first, so that the offsets of those still to come stay true.
  for (const hunk of hunksOf(oldLines, newLines).reverse()) {
    const startIndex = oldOffsets[hunk.oldStart] ?? 0;
    const grown = (newOffsets[hunk.newEnd] ?? 0) - (newOffsets[hunk.newStart] ?? 0);
    copy.edit(
      new edit({
        startIndex,
        oldEndIndex: oldOffsets[hunk.oldEnd] ?? 0,
        newEndIndex: startIndex + grown,
        startPosition: at(hunk.oldStart),
        oldEndPosition: at(hunk.oldEnd),
        newEndPosition: at(hunk.oldStart + hunk.newEnd - hunk.newStart),
      }),
    );
  }
  return copy;
}

/** The lines with their ends, and one empty line at the end, so that every text ends at the start of a line. */
function linesOf(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  if (!text.endsWith("\n")) lines.push(`${lines.pop() ?? ""}\n`);
  return [...lines, ""];
}

function offsetsOf(lines: readonly string[]): number[] {
  let offset = 0;
  return lines.map((line) => {
    const start = offset;
    offset += line.length;
    return start;
  });
}

function hunksOf(before: readonly string[], after: readonly string[]): Hunk[] {
  const hunks: Hunk[] = [];
  const last = before.length - 1;
  let i = 0;
  let j = 0;
  while (i < last || j < after.length - 1) {
    if (i < last && j < after.length - 1 && before[i] === after[j]) {
      i++;
      j++;
      continue;
    }
    const next = i < last ? resumption(before, after, i, j) : undefined;
    const [oldEnd, newEnd] = next ?? [last, after.length - 1];
    hunks.push({ oldStart: i, oldEnd, newStart: j, newEnd });
    i = oldEnd;
    j = newEnd;
  }
  return hunks;
}

/** Where both texts go on alike after a change that leaves out at most a few old lines. */
function resumption(
  before: readonly string[],
  after: readonly string[],
  i: number,
  j: number,
): [number, number] | undefined {
  for (let skipped = 0; skipped <= LOOK_AHEAD && i + skipped < before.length; skipped++) {
    const wanted = before[i + skipped];
    for (let k = j; k <= j + LOOK_AHEAD && k < after.length; k++) {
      if (after[k] === wanted && after[k + 1] === before[i + skipped + 1]) return [i + skipped, k];
    }
  }
  return undefined;
}
