/** Clients and signers of the AWS SDK: each is to take the credentials of the call. */

import type { Finding } from "../../../types.js";
import { type Outside, outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { extended } from "../source/file-index.js";
import { bare } from "../source/nodes.js";
import { lookup, rootOf } from "../source/scope.js";
import { computedClient, isComputed } from "./computed.js";
import { type ConfigCall, configFix } from "./config.js";
import { type ClientKind, clientKind } from "./kinds.js";
import { ownCredentials } from "./own-credentials.js";
import { type Context, report, reportFix } from "./report.js";

/** `new XClient(…)` and the `super(…)` of the server's own subclasses. */
export function findSdkClient(
  node: ts.Node,
  context: Context,
): Finding | readonly Finding[] | undefined {
  if (ts.isNewExpression(node)) return atNew(node, context);
  const isSuper = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
  return isSuper ? atSuper(node, context) : undefined;
}

function atNew(node: ts.NewExpression, context: Context): Finding | readonly Finding[] | undefined {
  if (!context.carriers.isIn(node.expression)) return undefined;
  const origins = outsideOf(context.evaluator, node.expression);
  // A subclass with a constructor is fixed where it calls super.
  const made = origins.filter(
    (each) => !each.subclass || !constructsItself(each.subclass, context),
  );
  const kind = kindOf(made);
  if (kind) return client(node, node.expression.getText(), kind, isGiven(node.expression), context);
  const computed = made.find(isComputed);
  return computed && computedClient(node, computed, context);
}

function atSuper(
  node: ts.CallExpression,
  context: Context,
): Finding | readonly Finding[] | undefined {
  const around = ts.findAncestor(node, ts.isClassLike);
  const base = around && extended(around);
  if (!base || !context.carriers.isIn(base)) return undefined;
  const origins = outsideOf(context.evaluator, base);
  const kind = kindOf(
    origins.filter((each) => !each.subclass || !constructsItself(each.subclass, context)),
  );
  return kind && client(node, base.getText(), kind, false, context);
}

/** What is made, where it may be one of several: one that no insertion fixes before all others. */
function kindOf(origins: readonly Outside[]): ClientKind | undefined {
  const kinds = origins.flatMap((each) => (isComputed(each) ? [] : (clientKind(each) ?? [])));
  return kinds.find((kind) => kind === "sdk-v2") ?? kinds[0];
}

/** Whether a class, or one of the server's own that it extends, calls the client's constructor itself. */
function constructsItself(node: ts.ClassLikeDeclaration, context: Context): boolean {
  const own = node.members.some((member) => ts.isConstructorDeclaration(member) && member.body);
  if (own) return true;
  const base = extended(node);
  const above = base ? outsideOf(context.evaluator, base) : [];
  return above.some(
    ({ subclass }) => subclass !== undefined && constructsItself(subclass, context),
  );
}

/** Whether a class is given from elsewhere: its type may not say that it takes `credentials`. */
function isGiven(callee: ts.Expression): boolean {
  const value = bare(callee);
  if (ts.isIdentifier(value)) {
    const declared = lookup(value, value.text, "value");
    const root = declared && rootOf(declared);
    if (!root) return false;
    return (ts.isParameter(root) || ts.isVariableDeclaration(root)) && isLoose(root.type);
  }
  if (!ts.isPropertyAccessExpression(value)) return false;
  if (value.expression.kind !== ts.SyntaxKind.ThisKeyword) return isGiven(value.expression);
  const members = ts.findAncestor(value, ts.isClassLike)?.members ?? [];
  return members
    .flatMap((each): readonly ts.Node[] =>
      ts.isConstructorDeclaration(each) ? each.parameters : [each],
    )
    .filter((each) => ts.isPropertyDeclaration(each) || ts.isParameter(each))
    .some(({ name, type }) => name.getText() === value.name.text && isLoose(type));
}

/** Whether a type is written down that is not the class's own. */
function isLoose(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && !/\btypeof\b/.test(type.getText());
}

function client(
  call: ConfigCall,
  name: string,
  kind: ClientKind,
  isOpen: boolean,
  context: Context,
): Finding | readonly Finding[] | undefined {
  if (kind === "sdk-v2") {
    const message = `${name} of the AWS SDK v2 keeps one account's credentials`;
    return report("aws-sdk-v2", call, message);
  }
  if (kind === "presigner" && takesClientConfig(call)) return undefined;
  const chosen = ownCredentials(call, context);
  const said = chosen ? [chosen.finding] : [];
  const fix = chosen && chosen.fix !== "usual" ? chosen.fix : configFix(call, isOpen);
  if (!fix) return said;
  const message = `${name} is made with credentials of its own and keeps its account`;
  return [...said, reportFix("aws-client", call, message, remedies[fix.name], fix, context)];
}

const remedies = {
  accountCredentials:
    "give it `credentials: accountCredentials()`, with what it had as the argument",
  withAccountCredentials: "wrap its configuration: `withAccountCredentials(…)`",
};

/** `new S3RequestPresigner({ ...client.config })`: the client's credentials, which are fixed there. */
function takesClientConfig(call: ConfigCall): boolean {
  const config = call.arguments?.[0];
  return config !== undefined && /^(\{\s*\.\.\.)?[\w.()]+\.config\b/.test(config.getText());
}
