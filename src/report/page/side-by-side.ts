/** A change as it was and as it is, side by side. The lines are paired and what differs in them is marked by diff2html. */

import type { StructuredPatchHunk } from "diff";
import { html } from "diff2html";
import type { DiffBlock, DiffFile, DiffLine } from "diff2html/lib/types.js";
import type { Change } from "../../plan/compose.js";
import { hunksOf } from "../../plan/diff.js";
import { visibleCode } from "../visible.js";
import { type Markup, trusted } from "./markup.js";

/**
 * The lines that a change touches, with some around them. The numbers are those of the file as it is on the disk: a line
 * that is new has none.
 */
export function sideBySide(change: Change): Markup {
  const file: DiffFile = {
    oldName: "",
    newName: "",
    addedLines: 0,
    deletedLines: 0,
    isCombined: false,
    isGitDiff: true,
    language: "",
    blocks: hunksOf(change).map(blockOf),
  };
  const [was = "", is = ""] = html([file], {
    outputFormat: "side-by-side",
    drawFileList: false,
    matching: "lines",
    diffStyle: "word",
    rawTemplates: templates,
  }).split(between);
  return trusted(`<div class="diff">${rows(was, is)}</div>`);
}

/** What stands between the two sides: each line ends in a line break, none is empty, and none has one in it. */
const between = "\n\n";

/** As little as it takes: a page may have thousands of lines. What three braces hold is escaped by the library. */
const templates = {
  "generic-wrapper": "{{{content}}}",
  "side-by-side-file-diff": "{{{diffs.left}}}\n{{{diffs.right}}}",
  "generic-empty-diff": "",
  "generic-block-header": '<div class="d2h-info">{{{blockHeader}}}</div>\n',
  "generic-line":
    '<div class="{{type}}"{{#lineNumber}} data-n="{{lineNumber}}"{{/lineNumber}}>{{{content}}}</div>\n',
};

/** The two sides, of which the library makes a column each, row by row: long lines can wrap, and stay beside each other. */
function rows(was: string, is: string): string {
  const right = is.split("\n");
  return was
    .split("\n")
    .map((line, index) => line + (right[index] ?? ""))
    .join("");
}

function blockOf(hunk: StructuredPatchHunk): DiffBlock {
  let number = hunk.oldStart;
  const lines = hunk.lines
    .filter((line) => !line.startsWith("\\"))
    .map((line): DiffLine => {
      const content = line.slice(0, 1) + visibleCode(line.slice(1));
      // A number of 0 is not shown.
      if (line.startsWith("+"))
        return { type: inserted, oldNumber: undefined, newNumber: 0, content };
      const own = number++;
      return line.startsWith("-")
        ? { type: deleted, oldNumber: own, newNumber: undefined, content }
        : { type: context, oldNumber: own, newNumber: own, content };
    });
  return {
    oldStartLine: hunk.oldStart,
    newStartLine: hunk.newStart,
    header: `line ${hunk.oldStart}`,
    lines,
  };
}

// The library's names for these are in a module of its own that it does not export.
const inserted = "insert" as DiffLine["type"] & "insert";
const deleted = "delete" as DiffLine["type"] & "delete";
const context = "context" as DiffLine["type"] & "context";
