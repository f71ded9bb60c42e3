/** The texts of strings and f-strings. */

import type { Node } from "web-tree-sitter";
import { type Alternatives, anything } from "../../../shell/alternatives.js";
import { type TemplatePart, template } from "../../../shell/template.js";
import { field } from "../../source/nodes.js";
import { type LookupContext, part } from "./lookup-context.js";

/** What a string, or strings one behind the other, may come to. */
export function strings(node: Node, context: LookupContext): Alternatives {
  const all = node.type === "string" ? [node] : node.namedChildren;
  return template(all.flatMap((one) => partsOf(one, context)));
}

function partsOf(string: Node, context: LookupContext): TemplatePart[] {
  const [start] = string.namedChildren;
  const isRaw = /r/i.test(start?.text ?? "");
  return string.namedChildren.flatMap((piece): TemplatePart[] => {
    if (piece.type === "string_content") return [isRaw ? piece.text : unescaped(piece.text)];
    if (piece.type !== "interpolation") return [];
    const expression = field(piece, "expression");
    return [{ values: expression ? part(expression, context) : anything, source: piece.text }];
  });
}

const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\n": "" };

/** The escapes that matter to a shell. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([nrt\n"'\\])/g, (_all, letter: string) => letters[letter] ?? letter);
}
