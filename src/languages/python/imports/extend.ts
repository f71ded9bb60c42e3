/** Puts names into an import that is there already. */

import type { Node } from "web-tree-sitter";
import type { Edit } from "../../../types.js";
import { eolAt, isFirstOnLine, newIndentAt } from "../source/text.js";
import { compareMembers } from "./order.js";
import type { ImportStyle } from "./style.js";

type Insertion = Omit<Edit, "file">;

/** The insertions of names, each before the first that sorts behind it, in the layout of the import. */
export function extendImport(
  statement: Node,
  names: readonly string[],
  text: string,
  style: ImportStyle,
): Insertion[] {
  const members = statement.childrenForFieldName("name");
  const last = members.at(-1);
  if (!last) return [];
  const sorted = [...names].sort((a, b) => compareMembers(a, b, style));
  return sorted.map((name, rank) => {
    const next = members.find((member) => compareMembers(name, firstWord(member), style) < 0);
    return { ...(next ? before(next, name, text) : behind(last, name, text)), rank };
  });
}

function firstWord(member: Node): string {
  return member.text.split(/\s/)[0] ?? "";
}

function before(next: Node, name: string, text: string): Insertion {
  const offset = next.startIndex;
  const gap = isFirstOnLine(text, offset) ? eolAt(text, offset) + newIndentAt(text, offset) : " ";
  return { offset, text: `${name},${gap}` };
}

function behind(last: Node, name: string, text: string): Insertion {
  const { startIndex, endIndex: offset } = last;
  const gap = isFirstOnLine(text, startIndex)
    ? eolAt(text, startIndex) + newIndentAt(text, startIndex)
    : " ";
  return { offset, text: `,${gap}${name}` };
}
