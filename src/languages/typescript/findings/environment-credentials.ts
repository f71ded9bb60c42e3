/** Account setups of a server's own that change the whole process: every other call would act in that account. */

import type { Finding } from "../../../types.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { ts } from "../source/compiler.js";
import { bare, type FunctionNode, functionAround, isFunctionNode, walk } from "../source/nodes.js";
import { ignoreReason } from "../source/pragma.js";
import { credentialWrite, environmentMark } from "./credential-writes.js";
import { runsOnlyOutside } from "./kept/callers.js";
import { mayBeOwn } from "./kept/flow.js";
import { type Context, report } from "./report.js";

const messages = {
  yes: "this sets the credentials of the whole process, and so of calls for other accounts",
  maybe:
    "this may set the credentials of the whole process, and so of calls for other accounts: which variables it sets can't be told",
};

/** A write of credentials; what is done only at start is the server's own account. */
export function findEnvironmentCredentials(node: ts.Node, context: Context): Finding | undefined {
  const write = credentialWrite(node, context.evaluator);
  if (!write) return undefined;
  const owner = functionAround(node);
  if (!owner || runsOnlyOutside(owner, context)) return undefined;
  return report("environment-credentials", node, messages[write]);
}

/** Where code, or a function of the server's that it comes to, sets credentials for the whole process. */
export function credentialWriteIn(
  evaluator: Evaluator,
  from: readonly ts.Node[],
): ts.Node | undefined {
  if (!hasWrites(evaluator)) return undefined;
  const seen = new Set<ts.Node>(from);
  for (const node of seen) {
    const found = writeIn(evaluator, node);
    if (found) return found;
    for (const each of comesTo(evaluator, node)) seen.add(each);
  }
  return undefined;
}

/** Writes are few: where there is none, no calls are followed. */
function hasWrites(evaluator: Evaluator): boolean {
  const sources = evaluator.project.sourcesWith(environmentMark);
  const [first] = sources;
  if (!first) return false;
  const work = (): boolean => sources.some((each) => writeIn(evaluator, each) !== undefined);
  return evaluator.ask("has credential writes", first, work, false);
}

function writeIn(evaluator: Evaluator, from: ts.Node): ts.Node | undefined {
  const work = (): ts.Node | undefined => {
    let found: ts.Node | undefined;
    walk(from, (node) => {
      const isIt = !found && credentialWrite(node, evaluator) !== undefined;
      if (isIt && ignoreReason(node, evaluator.project) === undefined) found = node;
      return !found;
    });
    return found;
  };
  return evaluator.ask("credential write", from, work, undefined);
}

/** The functions that code calls, or hands on by their names. */
export function comesTo(evaluator: Evaluator, from: ts.Node): readonly FunctionNode[] {
  const work = (): readonly FunctionNode[] => {
    const found: FunctionNode[] = [];
    walk(from, (node) => {
      for (const each of named(node)) found.push(...functionsOf(evaluator, each));
    });
    return found;
  };
  return evaluator.ask("comes to", from, work, []);
}

function named(node: ts.Node): readonly ts.Expression[] {
  if (ts.isCallExpression(node) || ts.isNewExpression(node))
    return [node.expression, ...(node.arguments ?? []).filter(isName)];
  if (ts.isShorthandPropertyAssignment(node)) return [node.name];
  return ts.isPropertyAssignment(node) && isName(node.initializer) ? [node.initializer] : [];
}

function isName(node: ts.Expression): boolean {
  const value = bare(node);
  return ts.isIdentifier(value) || ts.isPropertyAccessExpression(value);
}

function functionsOf(evaluator: Evaluator, node: ts.Expression): readonly FunctionNode[] {
  const callee = bare(node);
  if (isFunctionNode(callee) || !mayBeOwn(callee)) return [];
  return evaluator.evaluate(callee).flatMap((each) => {
    if (each.kind === "function") return [each.node];
    return each.kind === "class" ? each.node.members.filter(ts.isConstructorDeclaration) : [];
  });
}
