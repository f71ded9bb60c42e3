/** Functions applied to arguments: parameters bound, returns collected. */

import { ts } from "../source/compiler.js";
import { type FunctionNode, isFunctionNode, walk } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { type Env, emptyEnv, type Fn, nothing, type Thunk, unknown, type Values } from "./value.js";

/** What a function returns for these arguments. */
export function apply(
  evaluator: Evaluator,
  fn: Fn,
  passed: readonly Thunk[],
  node: ts.Node,
): Values {
  if (fn.env.entered.has(fn.node)) return [unknown(node, "it calls itself", emptyEnv)];
  const bound = bindParameters(evaluator, fn.node, passed, fn.env);
  return returnsOf(evaluator, fn.node, evaluator.enter(fn.env, fn.node, bound, fn.self));
}

/** Which parameter is given which argument. */
export function bindParameters(
  evaluator: Evaluator,
  node: FunctionNode,
  passed: readonly Thunk[],
  env: Env,
): (readonly [ts.Node, Thunk])[] {
  const parameters = node.parameters.filter((parameter) => !isThisParameter(parameter));
  return parameters.map((parameter, at) => {
    if (parameter.dotDotDotToken) {
      const items = passed.slice(at);
      return [parameter, evaluator.listed(parameter, items)] as const;
    }
    const given = passed[at];
    const { initializer } = parameter;
    const fallback = initializer ? evaluator.later(initializer, env) : nothing;
    return [parameter, given ?? fallback] as const;
  });
}

function isThisParameter(parameter: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(parameter.name) && parameter.name.text === "this";
}

const returned = new WeakMap<ts.Node, readonly ts.Expression[]>();

/** The values of every `return`, in an environment in which the parameters are bound. */
export function returnsOf(evaluator: Evaluator, node: FunctionNode, env: Env): Values {
  if (!node.body) return [unknown(node, "it has no body here", env)];
  if (!ts.isBlock(node.body)) return evaluator.evaluate(node.body, env);
  let expressions = returned.get(node);
  if (!expressions) {
    expressions = returnExpressions(node.body);
    returned.set(node, expressions);
  }
  return expressions.flatMap((expression) => evaluator.evaluate(expression, env));
}

function returnExpressions(body: ts.Block): ts.Expression[] {
  const found: ts.Expression[] = [];
  walk(body, (node) => {
    if (node !== body && (isFunctionNode(node) || ts.isClassLike(node))) return false;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    return true;
  });
  return found;
}
