/** The loops around a node, turn by turn: one environment for each turn. */

import type { Node } from "web-tree-sitter";
import { type At, field } from "../source/nodes.js";
import { elementsOf, itemAt } from "./elements.js";
import type { Program } from "./program.js";
import { bindingKey, type Env, extend, type Value } from "./values.js";

/** What is gone through turn by turn. */
export const loops = new Set([
  "for_statement",
  "list_comprehension",
  "set_comprehension",
  "generator_expression",
  "dictionary_comprehension",
]);

/** The environments in which a node is reached: one for each turn of each `for` around it in its function. */
export function loopEnvs(program: Program, at: At, env: Env): readonly Env[] {
  let envs: readonly Env[] = [env];
  for (const loop of loopsAround(at.node)) {
    const where = { file: at.file, node: loop };
    envs = envs.flatMap((each) =>
      loop.type === "for_statement"
        ? turns(program, where, where, each)
        : comprehensionEnvs(program, where, each),
    );
  }
  return envs;
}

/** The environments in which the body of a comprehension is reached. */
export function comprehensionEnvs(program: Program, at: At, env: Env): readonly Env[] {
  let envs: readonly Env[] = [env];
  for (const clause of at.node.namedChildren) {
    if (clause.type !== "for_in_clause") continue;
    envs = envs.flatMap((each) => turns(program, at, { file: at.file, node: clause }, each));
  }
  return envs;
}

function loopsAround(node: Node): Node[] {
  const found: Node[] = [];
  let from = node;
  for (let at = node.parent; at; from = at, at = at.parent) {
    if (at.type === "function_definition" && from.type === "block") break;
    if (loops.has(at.type) && !isIterable(at, from)) found.unshift(at);
  }
  return found;
}

/** Whether `child` is what a for statement goes over, which stands outside of its turns. */
function isIterable(loop: Node, child: Node): boolean {
  return loop.type === "for_statement" && child.type !== "block";
}

/** One environment for each element; the one given where the elements are not known. */
function turns(program: Program, scope: At, clause: At, env: Env): readonly Env[] {
  const left = field(clause.node, "left");
  const right = field(clause.node, "right");
  if (!left || !right) return [env];
  const values = program.evaluate({ file: clause.file, node: right }, env);
  if (!values.some((value) => value.kind === "list" || value.kind === "dict")) {
    // Known to be unknown: names of the loop lead to the reason.
    return [bindTarget(scope, left, values, env)];
  }
  return elementsOf(values).map((element) => bindTarget(scope, left, element, env));
}

function bindTarget(scope: At, left: Node, element: readonly Value[], env: Env): Env {
  const bindings: [string, () => readonly Value[]][] = [];
  const bind = (node: Node, values: readonly Value[]): void => {
    if (node.type === "identifier") bindings.push([bindingKey(scope, node.text), () => values]);
    else
      node.namedChildren.forEach((child, index) => {
        bind(child, itemAt(values, index));
      });
  };
  bind(left, element);
  return extend(env, bindings);
}
