/** Functions that start processes, handed to code that can't be followed: `partial(execFile, "aws")`, `list.map(execSync)`. */

import type { Finding } from "../../../types.js";
import { ts } from "../source/compiler.js";
import { bare, calledName, receiverOf } from "../source/nodes.js";
import { isFollowed } from "./handed-on.js";
import { type Context, report } from "./report.js";
import { starterOf } from "./starters.js";

const remedy =
  "call it here, inside the call, with `env: accountEnvironment()`; if it starts nothing that uses AWS, mark the line `retrofit-ignore: reason`";

/** Methods of a list that call what they are given. */
const calling = /^(?:map|forEach|flatMap|filter|find|some|every|reduce|then)$/;

/** A call of what is not the server's own with such a function among its arguments. */
export function findHandedStarter(node: ts.Node, context: Context): Finding | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const starter = node.arguments?.find((each) => isStarter(each, context));
  if (!starter || !isCalledElsewhere(node, context)) return undefined;
  const message = `${starter.getText()} is handed to code that can't be followed: what it starts inherits the server's environment`;
  const severity = context.reachesAws ? undefined : "note";
  return report("subprocess-environment", node, message, remedy, severity ? { severity } : {});
}

function isStarter(argument: ts.Expression, context: Context): boolean {
  const value = bare(argument);
  const isName = ts.isIdentifier(value) || ts.isPropertyAccessExpression(value);
  return isName && starterOf(value, context) !== undefined;
}

function isCalledElsewhere(
  node: ts.CallExpression | ts.NewExpression,
  { evaluator }: Context,
): boolean {
  const receiver = ts.isCallExpression(node) ? receiverOf(node) : undefined;
  const isOfList = receiver !== undefined && calling.test(calledName(node) ?? "");
  const isOwn = isFollowed(evaluator, node);
  if (!isOfList || !isOwn) return !isOwn;
  const owners = evaluator.evaluate(receiver);
  return owners.every(({ kind }) => kind === "list" || kind === "map");
}
