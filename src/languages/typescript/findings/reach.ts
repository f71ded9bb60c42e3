/** Whether a function comes to use AWS or to start a process, itself or through functions of the server that it calls. */

import { ts } from "../source/compiler.js";
import { bare, calledName, isFunctionNode, walk } from "../source/nodes.js";
import { isRequest } from "./kept/answers.js";
import { functionsOf } from "./kept/flow.js";
import type { Context } from "./report.js";
import { isShellTag, starterOf } from "./starters.js";

const DEEPEST = 5;
/** What runs in an account that is named, or as the server because somebody says so. */
const bound = /^(?:bindAccount|runInAccount|asServerIdentity)$/;

/** Of a function, class member or expression. */
export function reachesAws(node: ts.Node, context: Context, depth = 0): boolean {
  const work = (): boolean => search(node, context, depth);
  return context.evaluator.ask(`reaches AWS ${depth}`, node, work, false);
}

function search(node: ts.Node, context: Context, depth: number): boolean {
  let isFound = false;
  walk(node, (inner) => {
    if (isFound) return false;
    if (ts.isTaggedTemplateExpression(inner)) isFound = isShellTag(inner.tag, context);
    if (!ts.isCallExpression(inner) && !ts.isNewExpression(inner)) return !isFound;
    if (isBound(inner)) return false;
    isFound = isRequest(inner, context) || starts(inner, context);
    if (!isFound && depth < DEEPEST) {
      const called = [inner.expression, ...handedOn(inner)];
      isFound = called
        .flatMap((each) => functionsOf(context, each))
        .some((each) => each !== node && reachesAws(each, context, depth + 1));
    }
    return !isFound;
  });
  return isFound;
}

/** Whether it is run in an account that is handed over, or as the server. */
export function isBound(node: ts.Node): boolean {
  return ts.isCallExpression(node) && bound.test(calledName(node) ?? "");
}

function starts(node: ts.CallExpression | ts.NewExpression, context: Context): boolean {
  return ts.isCallExpression(node) && starterOf(node.expression, context) !== undefined;
}

/** Arguments that may be functions by their names; those that are written out are walked through. */
function handedOn(node: ts.CallExpression | ts.NewExpression): ts.Expression[] {
  return (node.arguments ?? []).filter((each) => {
    const value = bare(each);
    return (
      !isFunctionNode(value) && (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value))
    );
  });
}
