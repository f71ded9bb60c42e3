/** Which item `list.find(each => each.name === name)` gives, where both sides are known. */

import { ts } from "../source/compiler.js";
import { bare } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import type { Evaluator } from "./evaluator.js";
import { bindParameters } from "./functions.js";
import type { Env, Fn, List, Thunk, Values } from "./value.js";

/**
 * The items that a `find` may give: the one that satisfies the condition for certain, and those before
 * it of which that can't be told. Every item, where none satisfies it for certain.
 */
export function found(evaluator: Evaluator, list: List, [condition]: readonly Thunk[]): Values {
  const all = list.items.flatMap((item) => item());
  const [fn] = condition?.() ?? [];
  const equation = fn?.kind === "function" ? equationOf(fn) : undefined;
  if (fn?.kind !== "function" || !equation) return all;
  const holds = all.map((value) => {
    const env = evaluator.enter(
      fn.env,
      fn.node,
      bindParameters(evaluator, fn.node, [evaluator.only(value)], fn.env),
    );
    return isTrue(evaluator, equation, env);
  });
  const certain = holds.indexOf(true);
  return certain < 0 ? all : all.filter((_, at) => at <= certain && holds[at] !== false);
}

/** The `a === b` that a function consists of. */
function equationOf({ node }: Fn): ts.BinaryExpression | undefined {
  const { body } = node;
  const [only, ...others] = body && ts.isBlock(body) ? body.statements : [];
  const returned = only && ts.isReturnStatement(only) ? only.expression : undefined;
  const expression = body && ts.isBlock(body) ? returned : body;
  const inner = expression && others.length === 0 ? bare(expression as ts.Expression) : undefined;
  if (!inner || !ts.isBinaryExpression(inner)) return undefined;
  const { kind } = inner.operatorToken;
  const isEqual =
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken;
  return isEqual && isSettled(inner.left) && isSettled(inner.right) ? inner : undefined;
}

/** A parameter with a default may be given something else by a caller that isn't seen; so may a variable. */
function isSettled(node: ts.Expression): boolean {
  const inner = bare(node);
  const declared = ts.isIdentifier(inner) ? lookup(inner, inner.text, "value") : undefined;
  if (!declared) return true;
  if (ts.isParameter(declared)) return declared.initializer === undefined;
  if (!ts.isVariableDeclaration(declared)) return true;
  return (declared.parent.flags & ts.NodeFlags.Const) !== 0;
}

function isTrue(evaluator: Evaluator, { left, right }: ts.BinaryExpression, env: Env) {
  const [a, ...moreOfA] = evaluator.evaluate(left, env);
  const [b, ...moreOfB] = evaluator.evaluate(right, env);
  if (a?.kind !== "text" || b?.kind !== "text") return undefined;
  return moreOfA.length + moreOfB.length > 0 ? undefined : a.text === b.text;
}
