/** Functions whose results are kept by what they are handed to: a memo, a cache that asks for itself, a decorator. */

import type { Finding } from "../../../../types.js";
import { outsideOf } from "../../evaluate/outside.js";
import { ts } from "../../source/compiler.js";
import { bare, calledName, nameOf } from "../../source/nodes.js";
import { report } from "../report.js";
import { givesAnswer, tellsAccounts } from "./answers.js";
import { functionsOf } from "./flow.js";
import type { Lifetimes } from "./lifetime.js";

const remedy =
  "take the cache away, or let `accountCacheKey()` of credential-services be part of the key by which it keeps";

/** Packages of which every function keeps results, and those of which some do. */
const keeping =
  /^(?:p-memoize|memoizee|mem|moize|memoize|memoize-one|async-memoize-one|fast-memoize|micro-memoize|nano-memoize|nanomemoize|memize|p-once|once|onetime|lodash\.(?:memoize|once)|typescript-memoize)(?:\/|$)/;
const someKeep =
  /^(?:lodash|lodash-es|underscore|ramda|rambda|es-toolkit|radash|react|next\/cache)(?:\/|$)/;
const keeps = /^(?:default\.)?(?:memoize|memoizeWith|memo|once|cache|unstable_cache|default)$/;
const byName = /^(?:p?_?memo(?:ize|izee|izeOne)?|once|cached?|withCache)$/i;

/** `memoize(fn)`, `new LRUCache({ fetchMethod })`, `@Memoize() method()`. */
export function keptResults(node: ts.Node, lifetimes: Lifetimes): Finding | undefined {
  if (ts.isCallExpression(node)) return ofMemo(node, lifetimes);
  if (ts.isNewExpression(node)) return ofLoadingCache(node, lifetimes);
  return ts.isMethodDeclaration(node) || ts.isGetAccessor(node)
    ? ofDecorator(node, lifetimes)
    : undefined;
}

function ofMemo(call: ts.CallExpression, lifetimes: Lifetimes): Finding | undefined {
  if (call.arguments.length === 0 || !isMemo(call, lifetimes)) return undefined;
  if (!isAskedBy(call.arguments, lifetimes) || !lifetimes.isHeld(call)) return undefined;
  return found(call, call.expression.getText());
}

function isMemo(call: ts.CallExpression, { evaluator, carriers }: Lifetimes): boolean {
  if (byName.test(calledName(call) ?? "")) return true;
  if (!carriers.isIn(call)) return false;
  return outsideOf(evaluator, call.expression).some(
    ({ module, name }) => keeping.test(module) || (someKeep.test(module) && keeps.test(name)),
  );
}

/** What a cache asks for what it lacks, and a pool for the password of each connection, which it then keeps. */
const loading =
  /^(?:fetchMethod|memoMethod|fetch|load|loader|onMiss|factory|password|oauthBearerProvider|tokenProvider|getToken|getAuthToken)$/;

function ofLoadingCache(node: ts.NewExpression, lifetimes: Lifetimes): Finding | undefined {
  const options = node.arguments?.map(bare).find(ts.isObjectLiteralExpression);
  const loader = options?.properties.find((each) => loading.test(nameOf(each.name) ?? ""));
  if (!options || !loader) return undefined;
  const given = ts.isPropertyAssignment(loader) ? loader.initializer : loader;
  const functions = ts.isMethodDeclaration(given)
    ? [given]
    : ts.isExpression(given)
      ? functionsOf(lifetimes, given)
      : [];
  if (!functions.some((each) => givesAnswer(each, lifetimes))) return undefined;
  if (isApart(functions) || !lifetimes.isHeld(node)) return undefined;
  return found(node, node.expression.getText());
}

function ofDecorator(
  node: ts.MethodDeclaration | ts.GetAccessorDeclaration,
  lifetimes: Lifetimes,
): Finding | undefined {
  const decorator = ts.getDecorators(node)?.find(({ expression }) => {
    const name = ts.isCallExpression(expression) ? expression.expression : expression;
    return /^(?:memo(?:ize|izee)?|cache(?:d|able)?|lru\w*|once)$/i.test(name.getText());
  });
  if (!decorator || tellsAccounts(decorator, lifetimes)) return undefined;
  if (!givesAnswer(node, lifetimes)) return undefined;
  const owner = node.parent;
  if (ts.isClassLike(owner) && !lifetimes.outlives(owner)) return undefined;
  return found(node.name, decorator.getText());
}

/** Whether one of the functions that are handed on answers out of AWS, and nothing there tells accounts apart. */
function isAskedBy(given: readonly ts.Expression[], lifetimes: Lifetimes): boolean {
  const functions = given.flatMap((each) => functionsOf(lifetimes, each));
  return (
    functions.some((each) => givesAnswer(each, lifetimes)) &&
    !given.some((each) => /\baccountCacheKey\b/.test(each.getText()))
  );
}

function isApart(functions: readonly ts.Node[]): boolean {
  return functions.some((each) => /\baccountCacheKey\b|target_account_id/.test(each.getText()));
}

function found(node: ts.Node, name: string): Finding {
  const message = `\`${name}\` keeps an answer of AWS, which calls for other accounts get as well`;
  return report("cached-account", node, message, remedy);
}
