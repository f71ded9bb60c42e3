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

const returned = new WeakMap<ts.Node, readonly Result[]>();

/**
 * The values of every `return`, in an environment in which the parameters are bound; of a generator, the list of
 * what it yields.
 */
export function returnsOf(evaluator: Evaluator, node: FunctionNode, env: Env): Values {
  if (!node.body) return [unknown(node, "it has no body here", env)];
  if (!ts.isBlock(node.body)) return evaluator.evaluate(node.body, env);
  let results = returned.get(node);
  if (!results) {
    results = resultsIn(node.body);
    returned.set(node, results);
  }
  if ("asteriskToken" in node && node.asteriskToken) {
    const items = results.flatMap((each) => yielded(evaluator, each, env));
    return [{ kind: "list", node, items }];
  }
  return results.flatMap(({ expression }) => evaluator.evaluate(expression, env));
}

type Result = (ts.ReturnStatement | ts.YieldExpression) & { readonly expression: ts.Expression };

function resultsIn(body: ts.Block): Result[] {
  const found: Result[] = [];
  walk(body, (node) => {
    if (node !== body && (isFunctionNode(node) || ts.isClassLike(node))) return false;
    if (isResult(node)) found.push(node);
    return true;
  });
  return found;
}

function isResult(node: ts.Node): node is Result {
  const isOne = ts.isReturnStatement(node) || ts.isYieldExpression(node);
  return isOne && node.expression !== undefined;
}

/** What a generator gives at a place: nothing by `return`, all that another gives by `yield*`. */
function yielded(evaluator: Evaluator, node: Result, env: Env): readonly Thunk[] {
  if (ts.isReturnStatement(node)) return [];
  if (!node.asteriskToken) return [evaluator.later(node.expression, env)];
  return evaluator.evaluate(node.expression, env).flatMap((each) => evaluator.itemsOf(each));
}
