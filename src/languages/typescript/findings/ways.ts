/** By which ways a tool comes to AWS: those that keep an account, whichever is asked for, and all others. */

import { lazily } from "../../lazily.js";
import { everyWayKeeps } from "../../own-account.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { External, Unknown, Value } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { bare, walk } from "../source/nodes.js";
import { placeOf } from "../source/parse.js";
import { ignoreReason } from "../source/pragma.js";
import { lookup } from "../source/scope.js";
import { carriersOf } from "./carriers.js";
import { comesTo } from "./environment-credentials.js";
import type { Handlers } from "./handlers.js";
import { isRequest } from "./kept/answers.js";
import { anyMark, isOfInterest } from "./looks.js";
import type { Context } from "./report.js";
import { findSdkClient } from "./sdk.js";
import { findOwnSigning } from "./signing.js";
import { processKind } from "./subprocess.js";

/** What a server has somewhere if anything in it keeps an account: a signer of its own, the old SDK, a profile. */
const keepingMark = /['"`]aws-sdk|aws4|AWS4|--profile/;
/** How many functions are followed for one tool; what leads on to more can't be told. */
const MOST = 80;
/** Packages that come to AWS by themselves. */
const ofAws = /^(?:@aws-sdk\/|aws-sdk(?:$|\/)|aws4$|aws4fetch$|aws-sigv4-fetch$)/;
const perhapsClient = /client|sdk|\baws|s3\b|dynamo|lambda|sqs|sns/i;

/**
 * Why a tool would take the account and follow it nowhere: every way of its to AWS keeps its account. Undefined
 * where one does not, or where they can't all be told. It is asked of what is written down of the tool. Where the
 * command line has profiles, the shell's grammar is loaded.
 */
export function keptAccounts(
  evaluator: Evaluator,
  handlers: Handlers,
): (from: readonly ts.Node[]) => string | undefined {
  const { project } = evaluator;
  const [source] = project.sourcesWith(keepingMark);
  if (!source) return () => undefined;
  const carriers = lazily(() => carriersOf(project, anyMark, isOfInterest));
  return (from) => {
    const context: Context = {
      project,
      evaluator,
      source,
      carriers: carriers(),
      reachesAws: true,
      programs: undeclared,
      handlers,
    };
    const kept = waysOf(from, context);
    if (!kept) return undefined;
    const { file, line } = placeOf(kept);
    const where = `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
    return everyWayKeeps(where, "retrofit-ignore: reason");
  };
}

/** What people declare of programs says nothing of profiles. */
const undeclared: Context["programs"] = new Map();

/** The first that keeps an account on the ways from a node; undefined where there is none, or another way as well. */
function waysOf(from: readonly ts.Node[], context: Context): ts.Node | undefined {
  const seen = new Set<ts.Node>(from);
  let first: ts.Node | undefined;
  for (const node of seen) {
    const step = stepIn(node, context);
    if (step.isOther || seen.size > MOST) return undefined;
    first ??= step.keeping;
    for (const each of comesTo(context.evaluator, node)) seen.add(each);
  }
  return first;
}

interface Step {
  readonly keeping?: ts.Node | undefined;
  readonly isOther?: boolean;
}

/** What is done about AWS in the code of one node itself. */
function stepIn(from: ts.Node, context: Context): Step {
  const work = (): Step => {
    let keeping: ts.Node | undefined;
    let isOther = false;
    walk(from, (node) => {
      if (isOther || ts.isTypeNode(node)) return false;
      const step = stepAt(node, context);
      keeping ??= step.keeping;
      isOther ||= step.isOther === true;
      return !isOther;
    });
    return { keeping, isOther };
  };
  return context.evaluator.ask("ways to AWS", from, work, {});
}

function stepAt(node: ts.Node, context: Context): Step {
  if (keeps(node, context)) return { keeping: node };
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return {};
  const kind = ts.isCallExpression(node) ? processKind(node, context) : undefined;
  if (kind) return { isOther: kind === "other" };
  if (ts.isNewExpression(node))
    return { isOther: isRequest(node, context) || isFixed(node, context) };
  return stepOfCall(node, context);
}

/** Whether a node keeps an account, but for what a pragma with a reason lets pass. */
function keeps(node: ts.Node, context: Context): boolean {
  const isKeeping =
    findOwnSigning(node, context) !== undefined ||
    (ts.isNewExpression(node) && rulesAt(node, context).includes("aws-sdk-v2")) ||
    (ts.isCallExpression(node) && processKind(node, context) === "keeping");
  return isKeeping && ignoreReason(node, context.project) === undefined;
}

function rulesAt(node: ts.Node, context: Context): readonly string[] {
  return [findSdkClient(node, context) ?? []].flat().map(({ rule }) => rule);
}

/** Whether it is a client that is given the account's credentials by its fix, or has them. */
function isFixed(node: ts.NewExpression, context: Context): boolean {
  return makes(context, node.expression) && !rulesAt(node, context).includes("aws-sdk-v2");
}

function makes({ evaluator, carriers }: Context, callee: ts.Expression): boolean {
  if (!carriers.isIn(callee)) return false;
  return evaluator
    .evaluate(callee)
    .some((value) => value.kind === "unknown" && ofAws.test(value.external?.module ?? ""));
}

/** What a call does with clients: with such as keep their account, with others, or with one that isn't known. */
function stepOfCall(call: ts.CallExpression, context: Context): Step {
  const given = call.arguments.map(bare).filter(isName);
  const steps = [bare(call.expression), ...given].flatMap((each) => stepsOf(each, context));
  const keeping = steps.find((each) => each.keeping)?.keeping;
  const isAsking = keeping === undefined && isRequest(call, context);
  return { keeping, isOther: isAsking || steps.some(({ isOther }) => isOther) };
}

function isName(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
}

/** The clients that an expression is, or is a member of: each keeps its account, or may not. */
function stepsOf(node: ts.Expression, context: Context): readonly Step[] {
  for (const holder of holdersOf(node)) {
    const values = context.evaluator.evaluate(holder).filter(isUnknown);
    const made = values.filter(({ external }) => external && isMadeOfAws(external));
    if (made.length > 0)
      return made.map((each) =>
        keeps(each.node, context) ? { keeping: each.node } : { isOther: true },
      );
    const isLost = values.some(({ external }) => !external);
    if (isLost && perhapsClient.test(holder.getText())) return [{ isOther: true }];
  }
  return [];
}

function isUnknown(value: Value): value is Unknown {
  return value.kind === "unknown";
}

/** What a package gives when it is called, or its class made; what that answers later is no client. */
function isMadeOfAws({ module, path }: External): boolean {
  const calls = path.filter((each) => each.endsWith("()")).length;
  return ofAws.test(module) && calls === 1 && path.at(-1)?.endsWith("()") === true;
}

/** `a`, `a.b` and `a.b.c`, for `a.b.c` and calls on it: what is of the server's own, or a global, is left out. */
function holdersOf(node: ts.Expression): readonly ts.Expression[] {
  const holders: ts.Expression[] = [];
  let at = bare(node);
  for (;;) {
    holders.unshift(at);
    const inner = ts.isCallExpression(at) || isMember(at) ? bare(at.expression) : undefined;
    if (!inner) break;
    at = inner;
  }
  const [root] = holders;
  const isKnown = root && (!ts.isIdentifier(root) || lookup(root, root.text, "value"));
  return isKnown && root.kind !== ts.SyntaxKind.ThisKeyword
    ? holders
    : isKnown
      ? holders.slice(1)
      : [];
}

function isMember(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}
