/**
 * The assignments of a file that may keep something: those to attributes and items, and those to names that are
 * there after a call. The others, five of six, are names of a function's own, which are not even looked for.
 */

import type { Node } from "web-tree-sitter";
import { enclosingFunction, field } from "../../source/nodes.js";
import type { Module } from "../../source/parse.js";

const types = ["assignment", "augmented_assignment"];

/** In the order of the text, each once; `makers` are functions whose own names are there after a call as well. */
export function assignmentsIn(module: Module, makers: readonly Node[]): readonly Node[] {
  const found = [
    ...outsideFunctions(module.root),
    ...toParts(module),
    ...[...makers, ...withGlobals(module)].flatMap((owner) => owner.descendantsOfType(types)),
  ];
  const each = new Map(found.map((node) => [node.id, node]));
  return [...each.values()].sort((a, b) => a.startIndex - b.startIndex);
}

/** What holds statements that run as the module is imported. */
const holders = new Set([
  "block",
  "class_definition",
  "decorated_definition",
  "if_statement",
  "elif_clause",
  "else_clause",
  "for_statement",
  "while_statement",
  "with_statement",
  "try_statement",
  "except_clause",
  "except_group_clause",
  "finally_clause",
  "match_statement",
  "case_clause",
]);

function outsideFunctions(node: Node): readonly Node[] {
  return node.namedChildren.flatMap((child) => {
    const { type } = child;
    if (type === "expression_statement") return child.namedChildren.flatMap(chain);
    return holders.has(type) ? outsideFunctions(child) : [];
  });
}

/** `a = b = value` is one assignment in another. */
function chain(node: Node): readonly Node[] {
  if (!types.includes(node.type)) return [];
  const value = field(node, "right");
  return [node, ...(value ? chain(value) : [])];
}

/** The sign of an assignment behind an attribute, an item or a bracket, or behind a name after a comma and one of those. */
const behindParts = [
  /(?:\.[ \t]*[\w\u0080-\uffff]+|[\])])(?:[ \t]|\\\r?\n)*(?::[^=\n]*)?(?:[-+*/%@&|^]|\*\*|\/\/|<<|>>)?=(?!=)/g,
  /[.[][^\n=#(]*,[ \t]*\*?[\w\u0080-\uffff]+[ \t]*=(?!=)/g,
];

function toParts({ text, root }: Module): readonly Node[] {
  return behindParts.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const sign = root.descendantForIndex(match.index + match[0].length - 1);
      const node = sign?.parent;
      return node && types.includes(node.type) ? [node] : [];
    }),
  );
}

function withGlobals({ text, root }: Module): readonly Node[] {
  return [...text.matchAll(/\bglobal\b/g)].flatMap(({ index }) => {
    const word = root.descendantForIndex(index);
    const owner = word?.parent?.type === "global_statement" && enclosingFunction(word);
    return owner ? [owner] : [];
  });
}
