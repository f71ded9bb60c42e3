/** Whether a function fails where one of its parameters is None, which shows that it has to be given. */

import type { Node } from "web-tree-sitter";
import { field } from "../source/nodes.js";

/** What decides by a value, or says what it is otherwise: behind it None may be no fault. */
const GUARDS = new Set([
  "boolean_operator",
  "not_operator",
  "comparison_operator",
  "conditional_expression",
  "if_clause",
]);

/** Whether some use of the parameter does not work with None, and none asks whether it is None. */
export function failsWithNone(definition: Node, name: string): boolean {
  const body = field(definition, "body");
  const uses = (body?.descendantsOfType("identifier") ?? []).filter(
    (node) => node.text === name && isUse(node),
  );
  return uses.some(fails) && !uses.some(isAsked);
}

/** Not the name of a keyword or an attribute. */
function isUse(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === "keyword_argument") return field(parent, "name")?.id !== node.id;
  return parent?.type !== "attribute" || field(parent, "object")?.id === node.id;
}

/** Asked for, or given something else: both mean that the author reckons with None. */
function isAsked(node: Node): boolean {
  for (let at = node; at.parent && at.parent.type !== "block"; at = at.parent) {
    const { parent } = at;
    if (GUARDS.has(parent.type)) return true;
    if (/^(?:if|elif|while|assert|match)_/.test(parent.type)) return true;
    if (/assignment$|^named_expression$/.test(parent.type)) {
      return (field(parent, "left") ?? field(parent, "name"))?.id === at.id;
    }
  }
  return false;
}

/** `name.strip()`, `name[0]`, `len(name)`, `for each in name`, `Bucket=name`: AWS's own arguments take no None. */
function fails(node: Node): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (parent.type === "attribute") return true;
  if (parent.type === "subscript") return field(parent, "value")?.id === node.id;
  if (parent.type === "for_statement") return field(parent, "right")?.id === node.id;
  if (parent.type === "keyword_argument") return /^[A-Z]/.test(field(parent, "name")?.text ?? "");
  const call = parent.type === "argument_list" ? parent.parent : undefined;
  return /^(?:len|int|float|sorted|sum|min|max)$/.test(
    call ? (field(call, "function")?.text ?? "") : "",
  );
}
