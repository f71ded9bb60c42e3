/** What each kind of expression gives: the syntax to the part that follows it, operators here. */

import type { Node } from "web-tree-sitter";
import { type At, field, short, stringValue } from "../source/nodes.js";
import { attributeOf } from "./attributes.js";
import { callValue } from "./calls.js";
import { comprehension, dictionary, listOf } from "./collections.js";
import { elementsOf, indexed } from "./elements.js";
import { nameValue } from "./names.js";
import type { Program } from "./program.js";
import { type Env, unknown, type Value } from "./values.js";

/** The values of an expression. Others ask `program.evaluate`, which remembers them and ends what goes round. */
export function expression(program: Program, at: At, env: Env): readonly Value[] {
  const { file, node } = at;
  const inner = (child: Node | undefined): readonly Value[] =>
    child ? program.evaluate({ file, node: child }, env) : unknown("nothing is there");
  switch (node.type) {
    case "identifier":
      return nameValue(program, at, env);
    case "attribute": {
      const name = field(node, "attribute")?.text ?? "";
      return attributeOf(program, inner(field(node, "object")), name);
    }
    case "call":
      return callValue(program, at, env);
    case "string":
    case "concatenated_string":
      return text(program, at, env);
    case "none":
      return [{ kind: "none" }];
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
      return [listOf(program, at, env)];
    case "dictionary":
      return [dictionary(program, at, env)];
    case "list_comprehension":
    case "set_comprehension":
    case "generator_expression":
      return comprehension(program, at, env);
    case "subscript":
      return indexed(inner(field(node, "value")), inner(field(node, "subscript")));
    case "parenthesized_expression":
    case "await":
      return inner(node.namedChildren.find((child) => child.type !== "comment"));
    case "named_expression":
      return inner(field(node, "value"));
    case "conditional_expression": {
      const [yes, , no] = node.namedChildren;
      return [...inner(yes), ...inner(no)];
    }
    case "boolean_operator":
      return either(inner(field(node, "left")), () => inner(field(node, "right")));
    case "binary_operator":
      return sum(inner(field(node, "left")), inner(field(node, "right")));
    case "lambda":
      return unknown("it is a lambda, which takes no decorator; make it a function");
    default:
      return unknown(`it is given as \`${short(node)}\``);
  }
}

/** The string, its interpolated parts filled in where they are known. */
function text(program: Program, at: At, env: Env): readonly Value[] {
  const plain = stringValue(at.node);
  if (plain !== undefined) return [{ kind: "string", value: plain }];
  let result = "";
  for (const part of at.node.namedChildren) {
    if (part.type === "string_content") result += part.text;
    if (part.type !== "interpolation") continue;
    const expression = field(part, "expression");
    const values = expression ? program.evaluate({ file: at.file, node: expression }, env) : [];
    const free = values.find((value) => value.kind === "free");
    if (free) return [free];
    const [only, more] = values;
    if (only?.kind !== "string" || more) return unknown("its text is made at run time");
    result += only.value;
  }
  return [{ kind: "string", value: result }];
}

/** `a or b`: the first where it is known to be something, the second where it is None. */
function either(left: readonly Value[], right: () => readonly Value[]): readonly Value[] {
  if (left.length > 0 && left.every((value) => /^(string|function|tool|class)$/.test(value.kind))) {
    return left;
  }
  return [...left.filter((value) => value.kind !== "none"), ...right()];
}

/** `a + b` of lists and of strings. */
function sum(left: readonly Value[], right: readonly Value[]): readonly Value[] {
  const free = [...left, ...right].find((value) => value.kind === "free");
  if (free) return [free];
  const [a, b] = [left[0], right[0]];
  if (a?.kind === "string" && b?.kind === "string") {
    return [{ kind: "string", value: a.value + b.value }];
  }
  if (a?.kind === "dict" && b?.kind === "dict") {
    return [{ kind: "dict", entries: [...a.entries, ...b.entries] }];
  }
  const items = [...elementsOf(left), ...elementsOf(right)];
  return items.length > 0 ? [{ kind: "list", items }] : unknown("it is computed");
}
