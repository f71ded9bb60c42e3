/** What comes out of a request to AWS, and what tells one account from another. */

import { outsideOf } from "../../evaluate/outside.js";
import type { External } from "../../evaluate/value.js";
import { ts } from "../../source/compiler.js";
import { bare, calledName, walk } from "../../source/nodes.js";
import { lookup, rootOf } from "../../source/scope.js";
import type { Context } from "../report.js";
import { leadsTo, mayBeOwn, type Wanted } from "./flow.js";

/** What is answered alike to every account. */
const isPublic = /^(?:GetProducts|GetAttributeValues|ListLanguages|DescribeServices)Command$/;
/** Of an aggregated client: what asks nothing. */
const asksNothing = /^(?:config|middlewareStack|destroy|send|on|off|once)$/;
/** Functions that ask for, or sign with, the keys of the call. */
const functions: readonly (readonly [RegExp, RegExp])[] = [
  [/^@aws-sdk\/(?:client|lib)-/, /^(?:paginate|waitFor|waitUntil)[A-Z]\w*\(\)$/],
  [
    /^@aws-sdk\/.*(?:presigner|presigned-post|signer)$/,
    /^(?:getSignedUrl|createPresignedPost)\(\)$/,
  ],
  [/^@aws-sdk\/(?:rds|dsql)-signer$/, /new\(\)\.get\w*(?:Token)\(\)$/],
  [/^@aws-sdk\/lib-storage$/, /^Upload\.new\(\)\.done\(\)$/],
  [/^@aws-sdk\/credential-provider/, /\(\)\(\)$/],
  [/^@aws-sdk\/client-/, /^\w+\.new\(\)\.config\.credentials\(\)$/],
  [/^aws4fetch$/, /^AwsClient\.new\(\)\.(?:fetch|sign)\(\)$/],
];

const answer: Wanted = {
  isWanted: isRequest,
  // A client is no answer, whatever it is made of but keys.
  isEnd: (node, context) =>
    ts.isNewExpression(node) &&
    exportsAt(node.expression, context).some(isClient) &&
    !node.arguments?.some((each) => /\baccessKeyId\b/.test(each.getText())),
  isApart: (beside, context) => beside.some((each) => tellsAccounts(each, context)),
};

/** The services' own key, who is signed in, and what none has twice. */
const telling = /^(?:accountCacheKey|currentAccount|randomUUID|nanoid|ulid|uuid|uuidv[147])$/;
const account: Wanted = {
  isWanted: (node) =>
    ts.isNewExpression(node)
      ? calledName(node) === "GetCallerIdentityCommand"
      : ts.isCallExpression(node) && telling.test(calledName(node) ?? ""),
  isEnd: () => false,
  isApart: () => false,
};

interface Export {
  readonly module: string;
  readonly name: string;
}

function exportsAt(node: ts.Expression, { evaluator, carriers }: Context): readonly Export[] {
  return carriers.isIn(node) ? outsideOf(evaluator, node) : [];
}

function isClient({ module, name }: Export): boolean {
  return /^@aws-sdk\/(?:client|lib)-/.test(module) && !/Command$|^Upload$/.test(name);
}

/** Whether AWS is asked at a node: a command that is made, or a call that asks by itself. */
export function isRequest(node: ts.Node, context: Context): boolean {
  if (ts.isNewExpression(node)) {
    return exportsAt(node.expression, context).some(
      ({ module, name }) =>
        /^@aws-sdk\/(?:client|lib)-/.test(module) && /Command$/.test(name) && !isPublic.test(name),
    );
  }
  return ts.isCallExpression(node) && isRequestCall(node, context);
}

/** `client.listBuckets()`, `getSignedUrl(…)`, `paginateListBuckets(…)`. */
function isRequestCall(call: ts.CallExpression, { evaluator }: Context): boolean {
  if (!mayBeOwn(bare(call.expression))) return false;
  return evaluator
    .evaluate(call.expression)
    .some((value) => value.kind === "unknown" && value.external && asks(value.external));
}

function asks({ module, path }: External): boolean {
  const [first = "", made, operation, ...rest] = path;
  if (made === "new()" && operation && rest.length === 0 && isClient({ module, name: first }))
    return !asksNothing.test(operation);
  const whole = `${path.join(".").replaceAll(".()", "()")}()`;
  return functions.some(([from, called]) => from.test(module) && called.test(whole));
}

/**
 * Whether a value that is kept by some keys comes out of a request to AWS: through names, calls and what callers
 * pass, but not by the keys themselves, which are others for other values.
 */
export function comesFromAws(
  node: ts.Expression,
  context: Context,
  keptBy: readonly ts.Expression[] = [],
): boolean {
  return leadsTo(context, answer, node, true, parametersIn(keptBy));
}

/** Whether what a function gives comes out of a request in it, whatever it is called with. */
export function givesAnswer(fn: ts.Node, context: Context): boolean {
  return leadsTo(context, answer, fn, false);
}

/** Whether a key is another one for another account. */
export function tellsAccounts(node: ts.Node, context: Context): boolean {
  return node.getText().includes("target_account_id") || leadsTo(context, account, node, true);
}

/** The parameters that stand in some expressions, or in what their names are made of. */
function parametersIn(nodes: readonly ts.Node[]): ReadonlySet<ts.Node> {
  const found = new Set<ts.Node>();
  const queue = [...nodes];
  for (const each of queue) {
    walk(each, (node) => {
      const declared = ts.isIdentifier(node) && lookup(node, node.text, "value");
      const root = declared && rootOf(declared);
      if (!root || found.has(root)) return;
      found.add(root);
      if (ts.isVariableDeclaration(root) && root.initializer) queue.push(root.initializer);
    });
  }
  return new Set([...found].filter(ts.isParameter));
}
