/** Answers of AWS that are kept across calls: another account would be told them. */

import type { Finding } from "../../../../types.js";
import { ts } from "../../source/compiler.js";
import { bare, isFunctionNode } from "../../source/nodes.js";
import { lookup, rootOf } from "../../source/scope.js";
import { type Context, report } from "../report.js";
import { comesFromAws, tellsAccounts } from "./answers.js";
import { functionsOf } from "./flow.js";
import { outlives } from "./holders.js";
import { type Keeping, keepingsAt, keysIn } from "./keepings.js";
import { type Lifetimes, lifetimesOf } from "./lifetime.js";
import { keptResults } from "./results.js";

const remedy =
  "ask in every call, or put `accountCacheKey()` of credential-services into the key under which it is kept";

/** A place in which an answer of AWS outlives the tool's call and is not kept by account. */
export function findKept(node: ts.Node, context: Context): Finding | undefined {
  const lifetimes = lifetimesOf(context);
  const kept = keepingsAt(node).find((each) => isMixedUp(each, lifetimes));
  if (!kept) return keptResults(node, lifetimes);
  return report("cached-account", node, keptIn(kept), remedy);
}

function keptIn({ holder, isAtStart }: Keeping): string {
  const name =
    ts.isVariableDeclaration(holder) || ts.isPropertyDeclaration(holder) ? holder.name : holder;
  return isAtStart
    ? `\`${name.getText()}\` keeps what AWS answered when the server started, as the server itself`
    : `\`${name.getText()}\` keeps an answer of AWS, which calls for other accounts get as well`;
}

function isMixedUp(keeping: Keeping, lifetimes: Lifetimes): boolean {
  const { node, value, keys, isAtStart } = keeping;
  // A function that is kept asks anew in each call; what a cache asks by is one that it calls.
  if (isFunctionNode(bare(value)) && !ts.isCallExpression(node)) return false;
  if (isLocal(keeping) || !outlives(keeping, lifetimes) || isOwnMethod(node, lifetimes))
    return false;
  if (!comesFromAws(value, lifetimes, keys)) return false;
  const guards = isAtStart ? [] : conditionsAround(node);
  return ![...keys, ...keysBehind(keeping), ...guards].some((each) =>
    tellsAccounts(each, lifetimes),
  );
}

/** A plain name of the function itself is gone with its call: told at once, since there are many. */
function isLocal({ holder, node }: Keeping): boolean {
  if (!ts.isBinaryExpression(node) || !ts.isIdentifier(holder)) return false;
  const declared = lookup(holder, holder.text, "value");
  const owner = declared && ts.findAncestor(declared, ts.isFunctionLike);
  return owner !== undefined && owner === ts.findAncestor(holder, ts.isFunctionLike);
}

/** Whether the server's own method is called to keep it: that is looked at itself. */
function isOwnMethod(node: ts.Node, context: Context): boolean {
  return ts.isCallExpression(node) && functionsOf(context, node.expression).length > 0;
}

/** The keys by which a local name's object is found: `const mine = kept[account]`, then `mine.a = value`. */
function keysBehind({ holder }: Keeping): readonly ts.Expression[] {
  let root: ts.Node = holder;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
    root = root.expression;
  const declared = ts.isIdentifier(root) ? lookup(root, root.text, "value") : undefined;
  const variable = declared && rootOf(declared);
  return variable && ts.isVariableDeclaration(variable) && variable.initializer
    ? keysIn(variable.initializer)
    : [];
}

/** `if (this.account !== accountCacheKey())` around it, within its function. */
function conditionsAround(node: ts.Node): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  for (let at = node.parent; at && !isFunctionNode(at); at = at.parent) {
    if (ts.isIfStatement(at)) found.push(at.expression);
  }
  return found;
}
