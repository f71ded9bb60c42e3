/** Clients and signers of the AWS SDK: each is to take the credentials of the call. */

import { ts } from "ts-morph";
import type { Finding } from "../../../types.js";
import type { Origin } from "../project/module-names.js";
import { extended } from "../source/file-index.js";
import { lookup } from "../source/scope.js";
import { computedClient, isComputed } from "./computed.js";
import { type ConfigCall, configFix } from "./config.js";
import { type ClientKind, clientKind } from "./kinds.js";
import { originOf } from "./origin.js";
import { type Context, report, reportFix } from "./report.js";

/** `new XClient(…)` and the `super(…)` of the server's own subclasses. */
export function findSdkClient(node: ts.Node, context: Context): Finding | undefined {
  if (ts.isNewExpression(node)) return atNew(node, context);
  const isSuper = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
  return isSuper ? atSuper(node, context) : undefined;
}

function atNew(node: ts.NewExpression, context: Context): Finding | undefined {
  const origin = originOf(node.expression, context.project);
  if (origin && isComputed(origin)) return computedClient(node, origin, context);
  const kind = origin && clientKind(origin);
  if (!kind && !isFactoryParameter(node, context)) return undefined;
  // A subclass with a constructor is fixed where it calls super.
  if (origin?.subclass && constructsItself(origin.subclass, context)) return undefined;
  return client(node, node.expression.getText(), kind ?? "factory", context);
}

function atSuper(node: ts.CallExpression, context: Context): Finding | undefined {
  const around = ts.findAncestor(node, ts.isClassLike);
  const base = around && extended(around);
  const origin = base && originOf(base, context.project);
  const kind = origin && clientKind(origin);
  if (!base || !kind || (origin.subclass && constructsItself(origin.subclass, context)))
    return undefined;
  return client(node, base.getText(), kind, context);
}

/** Whether a class, or one of the server's own that it extends, calls the client's constructor itself. */
function constructsItself(node: ts.ClassLikeDeclaration, context: Context): boolean {
  const own = node.members.some((member) => ts.isConstructorDeclaration(member) && member.body);
  if (own) return true;
  const base = extended(node);
  const origin: Origin | undefined = base && originOf(base, context.project);
  return origin?.subclass ? constructsItself(origin.subclass, context) : false;
}

/** `new Client(…)` where `Client` is a parameter that some caller fills with a client class. */
function isFactoryParameter(node: ts.NewExpression, { factories }: Context): boolean {
  if (!ts.isIdentifier(node.expression)) return false;
  const parameter = lookup(node, node.expression.text, "value");
  if (!parameter || !ts.isParameter(parameter)) return false;
  const name = nameOfFunction(parameter.parent);
  return (
    name !== undefined && factories.has(`${name}:${parameter.parent.parameters.indexOf(parameter)}`)
  );
}

function nameOfFunction(node: ts.SignatureDeclaration): string | undefined {
  if (node.name) return node.name.getText();
  const holder = node.parent;
  const named = ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder);
  return named || ts.isPropertyDeclaration(holder) ? holder.name.getText() : undefined;
}

/** `name:index` for every call that hands a client class over, e.g. `make(S3Client)` gives `make:0`. */
export function factoryArguments(node: ts.Node, context: Context): string[] {
  if (!ts.isCallExpression(node)) return [];
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  return node.arguments.flatMap((argument, index) => {
    if (!ts.isIdentifier(argument) && !ts.isPropertyAccessExpression(argument)) return [];
    const origin = originOf(argument, context.project);
    return origin && clientKind(origin) ? [`${name}:${index}`] : [];
  });
}

const oldSdkWayOut =
  "move this client to the AWS SDK for JavaScript v3 (npx aws-sdk-js-codemod helps), then run retrofit again";

function client(
  call: ConfigCall,
  name: string,
  kind: ClientKind | "factory",
  context: Context,
): Finding | undefined {
  if (kind === "sdk-v2") {
    const message = `${name} of the AWS SDK v2 keeps one account's credentials`;
    return report("aws-sdk-v2", call, message, oldSdkWayOut);
  }
  if (kind === "presigner" && takesClientConfig(call)) return undefined;
  const fix = configFix(call, kind === "factory");
  if (!fix) return undefined;
  const message = `${name} is made with credentials of its own and keeps its account`;
  return reportFix("aws-client", call, message, wayOuts[fix.name], fix, context);
}

const wayOuts = {
  accountCredentials:
    "give it `credentials: accountCredentials()`, with what it had as the argument",
  withAccountCredentials: "wrap its configuration: `withAccountCredentials(…)`",
};

/** `new S3RequestPresigner({ ...client.config })`: the client's credentials, which are fixed there. */
function takesClientConfig(call: ConfigCall): boolean {
  const config = call.arguments?.[0];
  return config !== undefined && /^(\{\s*\.\.\.)?[\w.()]+\.config\b/.test(config.getText());
}
