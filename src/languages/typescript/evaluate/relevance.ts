/** Which loops and functions around a place decide what some expressions mean there. */

import { ts } from "../source/compiler.js";
import {
  calledName,
  type FunctionNode,
  isFunctionNode,
  receiverOf,
  walk,
} from "../source/nodes.js";
import { lookup, rootOf } from "../source/scope.js";
import { isMemberName, type Loop, ownerOf } from "./reach.js";
import type { Env } from "./value.js";

type Owner = Loop | FunctionNode;

/** The loops and functions above a node that are not entered yet, the innermost first. */
export function ownersAbove(node: ts.Node, env: Env): Owner[] {
  const owners: Owner[] = [];
  for (let at = node.parent; at && !env.entered.has(at); at = at.parent) {
    if (isFunctionNode(at)) owners.push(at);
    else if (ts.isForOfStatement(at) && isInside(node, at.statement)) owners.push(at);
  }
  return owners;
}

function isInside(node: ts.Node, container: ts.Node): boolean {
  return node.pos >= container.pos && node.end <= container.end;
}

/** Those owners whose variables the needed expressions use, by way of local constants too. */
export function relevantOwners(
  owners: readonly Owner[],
  needed: readonly ts.Node[],
): { owners: Owner[]; usesThis: boolean } {
  const used = new Set<Owner>();
  const seen = new Set<ts.Node>();
  let usesThis = false;
  const queue = [...needed];
  const use = (owner: Owner): void => {
    if (!owners.includes(owner) || used.has(owner)) return;
    used.add(owner);
    if (!isFunctionNode(owner)) queue.push(owner.expression);
    else queue.push(...listOfCallback(owner));
  };
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    walk(next, (node) => {
      if (node.kind === ts.SyntaxKind.ThisKeyword) usesThis = true;
      if (!ts.isIdentifier(node) || isMemberName(node)) return;
      const declared = lookup(node, node.text, "value");
      if (!declared) return;
      const root = rootOf(declared);
      const owner = ownerOf(root);
      const inner = owner ? undefined : innerOf(root, owners);
      if (owner) use(owner);
      else if (inner) queue.push(inner);
    });
  }
  return { owners: owners.filter((owner) => used.has(owner)), usesThis };
}

/** What a variable or function declared inside of the owners stands for. */
function innerOf(root: ts.Node, owners: readonly Owner[]): ts.Node | undefined {
  const isNamed = ts.isVariableDeclaration(root) || ts.isFunctionDeclaration(root);
  if (!isNamed || !isLocal(root, owners)) return undefined;
  return ts.isVariableDeclaration(root) ? root.initializer : root.body;
}

function isLocal(declared: ts.Node, owners: readonly Owner[]): boolean {
  return owners.some((owner) => declared.pos >= owner.pos && declared.end <= owner.end);
}

function listOfCallback(owner: FunctionNode): ts.Expression[] {
  const call = owner.parent;
  if (!ts.isCallExpression(call) || calledName(call) === undefined) return [];
  const receiver = receiverOf(call);
  return receiver ? [receiver] : [];
}
