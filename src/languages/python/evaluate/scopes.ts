/** The scopes that a name is looked up in, from the inside out, as Python does. */

import { type Frame, frameOf } from "../source/frames.js";
import type { At } from "../source/nodes.js";
import type { Binding } from "../source/scope.js";
import type { Program } from "./program.js";

/** A scope and what it binds a name to. */
export interface Binder {
  readonly scope: At;
  readonly bindings: readonly Binding[];
}

/**
 * What binds a name, seen from a node: the innermost scope that does. Undefined where none does, as with names that
 * Python brings along, and those of a comprehension.
 */
export function binderOf(program: Program, at: At): Binder | undefined {
  const name = at.node.text;
  for (const { node } of scopesAround(at)) {
    const scope = { file: at.file, node };
    const bindings = program.scope(scope).bindings.get(name);
    if (bindings) return { scope, bindings };
  }
  return undefined;
}

function scopesAround({ node }: At): readonly Frame[] {
  const found: Frame[] = [];
  let isInFunction = false;
  for (let frame = frameOf(node); frame; frame = frame.outer) {
    if (opensScope(frame, isInFunction)) found.push(frame);
    isInFunction ||= isFunction(frame);
  }
  return found;
}

/** Whether names bound there are seen; those of a class are not seen from its functions. */
export function opensScope({ type, isBlock }: Frame, isInFunction: boolean): boolean {
  switch (type) {
    case "module":
    case "lambda":
      return true;
    case "function_definition":
      return isBlock;
    case "class_definition":
      return isBlock && !isInFunction;
    default:
      return false;
  }
}

/** Whether names of a class around it are not seen within. */
export function isFunction({ type }: Frame): boolean {
  return type === "function_definition" || type === "lambda";
}
