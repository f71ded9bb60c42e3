/** Where the first statement of a function stands, after its docstring, and how its lines are indented. */

import type { Node } from "web-tree-sitter";
import type { Edit } from "../../../types.js";
import { eolAt, isFirstOnLine, lineEnd, lineStart, newIndentAt, stepOf } from "../source/text.js";

type Insertion = Omit<Edit, "file">;

/** The string that documents the function, if its body begins with one. */
export function docstringOf(definition: Node): Node | undefined {
  const first = statementsOf(definition)[0];
  const string = first?.type === "expression_statement" ? first.firstNamedChild : undefined;
  return string?.type === "string" || string?.type === "concatenated_string" ? string : undefined;
}

/**
 * The insertions that put lines before the first statement after the docstring. A tab at the front of a
 * line stands for one step of indentation. Undefined where the body is written so oddly that lines have
 * no place in it: continued from the line of the `def` with a backslash.
 */
export function linesAtStart(
  definition: Node,
  text: string,
  lines: readonly string[],
): Insertion[] | undefined {
  const [first] = statementsOf(definition);
  if (!first || isContinued(text, first.startIndex)) return undefined;
  const layout = layoutOf(definition, text, first);
  const block = lines
    .map((line) => layout.indent + line.replace(/^\t/, layout.step))
    .join(layout.eol);
  return insertionsOf(definition, text, layout, block);
}

/** How the lines of a body are laid out. */
interface Layout {
  readonly eol: string;
  readonly indent: string;
  readonly step: string;
  /** For a body on the line of the `def`: where that line must be broken, and what the new one begins with. */
  readonly opening?: { readonly offset: number; readonly pad: string };
}

function layoutOf(definition: Node, text: string, first: Node): Layout {
  const eol = eolAt(text, definition.startIndex);
  const outer = newIndentAt(text, definition.startIndex);
  if (isFirstOnLine(text, first.startIndex)) {
    const indent = newIndentAt(text, first.startIndex);
    const step = indent.startsWith(outer) ? indent.slice(outer.length) : stepOf(text);
    return { eol, indent, step };
  }
  const gap = /[ \t]*$/.exec(text.slice(0, first.startIndex))?.[0] ?? "";
  const step = stepOf(text);
  const pad = outer + (step === "\t" || gap.includes("\t") ? step : step.slice(gap.length));
  return { eol, indent: pad + gap, step, opening: { offset: first.startIndex - gap.length, pad } };
}

function insertionsOf(definition: Node, text: string, layout: Layout, block: string): Insertion[] {
  const { eol, indent, opening } = layout;
  const docstring = docstringOf(definition);
  const [first, second] = statementsOf(definition);
  if (opening && !docstring) {
    return [{ offset: opening.offset, text: `${eol}${block}${eol}${opening.pad}` }];
  }
  const opened = opening ? [{ offset: opening.offset, text: eol + opening.pad }] : [];
  if (docstring && second && !isFirstOnLine(text, second.startIndex)) {
    return [...opened, { offset: second.startIndex, text: eol + block + eol + indent }];
  }
  if (docstring) {
    return [...opened, { offset: lineEnd(text, docstring.endIndex), text: eol + block }];
  }
  return [{ offset: lineStart(text, first?.startIndex ?? 0), text: block + eol }];
}

/** The first two statements: a body may have hundreds, and each one asked for costs a call into the parser. */
function statementsOf(definition: Node): Node[] {
  const block = definition.childForFieldName("body");
  const found: Node[] = [];
  for (let index = 0; block && found.length < 2; index++) {
    const node = block.namedChild(index);
    if (!node) break;
    if (node.type !== "comment") found.push(node);
  }
  return found;
}

function isContinued(text: string, offset: number): boolean {
  if (!isFirstOnLine(text, offset)) return false;
  return /\\\r?\n$/.test(
    text.slice(Math.max(0, lineStart(text, offset) - 3), lineStart(text, offset)),
  );
}
