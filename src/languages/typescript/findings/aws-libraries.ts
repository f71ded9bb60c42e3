/** Libraries that sign requests to AWS with credentials of their own: each is to be given those of the call. */

import type { Finding } from "../../../types.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { ofValue, outsideOf } from "../evaluate/outside.js";
import type { Value, Values } from "../evaluate/value.js";
import { servicesName } from "../project/server-files.js";
import { ts } from "../source/compiler.js";
import { type AwsPackage, awsPackage } from "./aws-packages.js";
import { spreadInto } from "./environment.js";
import { clientKind } from "./kinds.js";
import { type Context, report } from "./report.js";

/** Objects and lists in the options that are looked into. */
const deepest = 3;

/** A client, model or signer of another library than the SDK that is made without the account's credentials. */
export function findAwsLibrary(node: ts.Node, context: Context): Finding | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const found = packageOf(node, context);
  if (!found) return undefined;
  if (!found.keepsAll && isGivenAccount(node.arguments ?? [], context)) return undefined;
  const name = node.expression.getText();
  const message = `${name} signs requests with credentials of its own and keeps its account`;
  return report("aws-client", node, message, found.remedy);
}

function packageOf(
  node: ts.CallExpression | ts.NewExpression,
  { evaluator, carriers }: Context,
): AwsPackage | undefined {
  if (!carriers.isIn(node.expression)) return undefined;
  for (const { module, name } of outsideOf(evaluator, node.expression)) {
    const found = awsPackage(module, name, ts.isNewExpression(node));
    if (found) return found;
  }
  return undefined;
}

/** Whether the options hold what the services made, or a client of the SDK, which is looked at itself. */
function isGivenAccount(given: readonly ts.Expression[], { evaluator }: Context): boolean {
  const values = given.flatMap((each) =>
    evaluator.evaluate(ts.isSpreadElement(each) ? each.expression : each),
  );
  return holdsAccount(evaluator, values, deepest);
}

function holdsAccount(evaluator: Evaluator, values: Values, deep: number): boolean {
  return values.some(
    (value) =>
      isOfAccount(evaluator, value) ||
      (deep > 0 && holdsAccount(evaluator, inside(evaluator, value), deep - 1)),
  );
}

function isOfAccount(evaluator: Evaluator, value: Value): boolean {
  if (value.through && value.through.length > 0) return true;
  if (value.kind === "instance")
    return ofValue(evaluator, value.of).some((each) => clientKind(each));
  const external = value.kind === "unknown" ? value.external : undefined;
  if (!external) return false;
  const [name = "", ...rest] = external.path;
  return (
    external.module === servicesName ||
    (rest.length > 0 && clientKind({ module: external.module, name }) !== undefined) ||
    /^@aws-sdk\/lib-dynamodb$/.test(external.module)
  );
}

/** What stands in options: properties, what is spread into them, items, what a function in them gives. */
function inside(evaluator: Evaluator, value: Value): Values {
  if (value.kind === "object") {
    const spread = spreadInto(value).flatMap((each) => evaluator.evaluate(each, value.env));
    return [...spread, ...[...value.properties.values()].flatMap((property) => property())];
  }
  if (value.kind === "list") return value.items.flatMap((item) => item());
  return value.kind === "function" ? evaluator.apply(value, [], value.node) : [];
}
