/** What `this` is. */

import { ts } from "../source/compiler.js";
import { isFunctionNode } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { instancesOf } from "./instances.js";
import type { Env, Values } from "./value.js";

/** `this` at a place: of the environment, else every instance of the class, or the object, around it. */
export function selfAt(evaluator: Evaluator, node: ts.Node, env: Env): Values {
  if (env.self) return [env.self];
  const owner = thisOwner(node);
  if (!owner) return [];
  return ts.isClassLike(owner)
    ? instancesOf(evaluator, owner, env)
    : evaluator.evaluate(owner, env);
}

/** The class or object literal whose `this` a place sees. */
function thisOwner(
  node: ts.Node,
): ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassLike(at)) return at;
    if (isFunctionNode(at) && !ts.isArrowFunction(at) && !ts.isClassLike(at.parent)) {
      const holder = ts.isPropertyAssignment(at.parent) ? at.parent.parent : at.parent;
      return ts.isObjectLiteralExpression(holder) ? holder : undefined;
    }
  }
  return undefined;
}
