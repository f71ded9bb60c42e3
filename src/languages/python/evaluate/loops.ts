/** The loops around a node, turn by turn: one environment for each turn. */

import type { Node } from "web-tree-sitter";
import { frameOf, loops } from "../source/frames.js";
import { type At, field } from "../source/nodes.js";
import { elementsOf, itemAt } from "./elements.js";
import type { Program } from "./program.js";
import { bindingKey, type Env, extend, type Value } from "./values.js";

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
  for (let frame = frameOf(node); frame; frame = frame.outer) {
    if (frame.type === "function_definition" && frame.isBlock) break;
    // What a for statement goes over stands outside of its turns.
    const isOutside = frame.type === "for_statement" && !frame.isBlock;
    if (loops.has(frame.type) && !isOutside) found.unshift(frame.node);
  }
  return found;
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
