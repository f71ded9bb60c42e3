/**
 * What an expression can stand for, worked out backwards from it: names to their bindings, imports to
 * other modules, calls to what they return. A parameter that nothing is known about comes back as a
 * free value; `solve` then asks who calls the function. Nothing is run.
 */

import type { Node } from "web-tree-sitter";
import type { Program } from "../program.js";
import { type At, field, keyOf, short, stringValue } from "../tree.js";
import { attributeOf } from "./attributes.js";
import { callValue } from "./calls.js";
import { comprehension, dictionary, listOf } from "./collections.js";
import { elementsOf, indexed } from "./elements.js";
import type { Evaluator } from "./evaluator.js";
import { memberOf } from "./members.js";
import { nameValue } from "./names.js";
import { type Env, unknown, type Value } from "./values.js";

/** How many expressions may be under evaluation at once before it is given up as endless. */
const DEEPEST = 120;

/** An evaluator over a server's sources. What it finds is remembered for as long as it lives. */
export function createEvaluator(program: () => Program): Evaluator {
  const memory = new Map<string, readonly Value[]>();
  const active = new Set<string>();
  /** How often something was found to depend on itself. */
  let cycles = 0;
  /** Remembers a result, but not one that was cut short because it depends on something under evaluation. */
  const unlessCyclic = (key: string, work: () => readonly Value[]): readonly Value[] => {
    const known = memory.get(key);
    if (known) return known;
    const before = cycles;
    const values = work();
    if (cycles === before || active.size === 0) memory.set(key, values);
    return values;
  };
  const guarded = (at: At, env: Env): readonly Value[] => {
    const key = `${keyOf(at)} ${env.depth} ${env.bound.size}`;
    if (active.has(key)) {
      cycles++;
      return [];
    }
    if (active.size > DEEPEST) return unknown("it leads too far");
    active.add(key);
    try {
      return expression(program(), at, env);
    } finally {
      active.delete(key);
    }
  };
  return {
    evaluate(at, env) {
      if (env.bound.size > 0) return guarded(at, env);
      return unlessCyclic(`value ${keyOf(at)}`, () => guarded(at, env));
    },
    moduleMember: (target, name) =>
      unlessCyclic(`member ${target.path} ${name}`, () => memberOf(program(), target, name)),
  };
}

function expression(program: Program, at: At, env: Env): readonly Value[] {
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
