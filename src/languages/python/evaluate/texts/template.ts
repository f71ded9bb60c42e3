/** The texts of an f-string. */

import type { Node } from "web-tree-sitter";
import { unknownWord, unknownWords } from "../../../shell/command-line.js";
import { field } from "../../source/nodes.js";
import { joined } from "./alternatives.js";
import { part, type Trail } from "./lookup-context.js";

const several = /(arg|param|flag|option|opts|command|cmd|rest|extra|profile)/i;

/** An f-string, part by part: behind an option, or glued to something, a part is one word. */
export function template(node: Node, trail: Trail): readonly string[] {
  const strings = node.type === "string" ? [node] : node.namedChildren;
  const parts = strings.flatMap((one) => one.namedChildren);
  let before = "";
  const pieces = parts.flatMap((piece, index): (readonly string[])[] => {
    const isText = piece.type === "string_content";
    if (!isText && piece.type !== "interpolation") return [];
    const found = isText ? [piece.text] : part(field(piece, "expression"), trail);
    const next = parts[index + 1];
    const isOne = isWord(before, next?.type === "string_content" ? next.text : "", piece.text);
    before += isText ? piece.text : unknownWord;
    return [isOne ? found.map((text) => (text === unknownWords ? unknownWord : text)) : found];
  });
  return joined(pieces, "");
}

function isWord(before: string, after: string, name: string): boolean {
  return (
    /^[^\s;|&]/.test(after) ||
    /[^\s]$|\s--?[\w-]+\s+$/.test(before) ||
    (/^\s*\S+\s+\S/.test(before) && !several.test(name))
  );
}
