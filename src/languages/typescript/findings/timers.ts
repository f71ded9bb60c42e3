/**
 * What runs outside of the call, or is shared by several: timers, jobs, queues, batches. Node takes the account
 * along into a timer or promise of the call itself; what others start too runs in the account of whoever was first.
 */

import type { Finding } from "../../../types.js";
import { outsideOf } from "../evaluate/outside.js";
import { manifestOf } from "../project/layout.js";
import { ts } from "../source/compiler.js";
import {
  bare,
  calledName,
  functionAround,
  isFunctionNode,
  memberName,
  receiverOf,
  walk,
} from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import { runsOnlyOutside } from "./kept/callers.js";
import { functionsOf } from "./kept/flow.js";
import { isKept } from "./kept/holders.js";
import { lifetimesOf } from "./kept/lifetime.js";
import { isBound, reachesAws } from "./reach.js";
import { type Context, report } from "./report.js";

/** Texts of which one is in each file that has such a thing. */
export const timerMark =
  /\b(?:setInterval|setTimeout|setImmediate|queueMicrotask|nextTick|shift|sqs-consumer|p-limit|batshit|debounce|throttle|[Dd]ata[Ll]oader|Batcher|BatchLoader|bull|bullmq|agenda|bree|p-queue|fastq|bottleneck|cron(?:er)?|node-schedule|toad-scheduler|nestjs\/schedule)\b|["']async["']/;

type Message = keyof typeof messages;

const messages = {
  timer: "what this timer does runs outside of the call, or in the account of whoever started it",
  job: "what this job does runs outside of the call, in the server's own account",
  queue: "what waits in this queue runs in the account of the call that happens to come before it",
  batch: "a batch gathers the requests of several calls and runs in the account of one",
};

const remedies: Record<Message, string> = {
  timer:
    "do it in the call; if it is the server's own work, run it in `asServerIdentity(…)`; if it belongs to one call, hand over `bindAccount(…)`",
  job: "put the account into the job and run its work in `runInAccount(account, …)`; if it is the server's own work, in `asServerIdentity(…)`",
  queue: "hand over `bindAccount(…)`, which keeps the account of the call",
  batch: "make the loader inside each call: what a batch asks, it asks for one account",
};

/** Packages, their exports or the methods of what is made of them, and what those do with a function. */
const packages: readonly (readonly [RegExp, RegExp, Message])[] = [
  [/^bullmq(?:-pro)?$/, /^(?:default\.)?Worker$/, "job"],
  [/^bull$/, /new\(\)\.process$/, "job"],
  [/^sqs-consumer$/, /^(?:default\.)?Consumer\.create$/, "job"],
  [/^(?:node-)?cron$/, /^(?:default\.)?(?:schedule|CronJob|CronJob\.from|Cron)$/, "job"],
  [/^croner$/, /^(?:default\.)?(?:Cron|default)$/, "job"],
  [/^node-schedule$/, /^(?:default\.)?(?:scheduleJob|Job)$/, "job"],
  [/^(?:@hokify\/)?agenda$/, /new\(\)\.(?:define|every)$/, "job"],
  [/^toad-scheduler$/, /^(?:Async)?Task$/, "job"],
  [/^p-queue$/, /new\(\)\.(?:add|addAll)$/, "queue"],
  [/^p-limit$/, /^(?:(?:default|\*)\.)?\(\)$/, "queue"],
  [/^fastq$/, /^(?:default\.)?(?:default|promise|\*)$/, "queue"],
  [/^async$/, /^(?:default\.)?(?:queue|priorityQueue|cargo|cargoQueue)$/, "queue"],
  [/^bottleneck$/, /new\(\)\.(?:schedule|wrap|submit)$/, "queue"],
  [/^@yornaath\/batshit$/, /^create$/, "batch"],
  [/^(?:node:)?timers$/, /^(?:default\.)?set(?:Interval|Timeout|Immediate)$/, "timer"],
  [/^dataloader$/, /^(?:default\.)?(?:DataLoader|default|\*)$/, "batch"],
  [
    /^(?:lodash|lodash-es|underscore|es-toolkit|radash|p-debounce|p-throttle|lodash\.\w+|throttle-debounce|just-\w+)(?:\/|$)/,
    /^(?:default\.)?(?:debounce|throttle|default|\*)$/,
    "batch",
  ],
];

/** Those of what is made of a package, which goes by any name. */
const methods = /^(?:process|define|every|add|addAll|schedule|wrap|submit)$/;
const timers =
  /^(?:(?:globalThis|global|window)\.)?(?:set(?:Interval|Timeout|Immediate)|queueMicrotask)$|^process\.nextTick$/;
const decorators = /^(?:Cron|Interval|Timeout|Process|OnEvent)$/;

/** A timer, job, queue or batch that is given work which uses AWS or starts a process. */
export function findTimer(node: ts.Node, context: Context): Finding | undefined {
  if (ts.isMethodDeclaration(node)) return ofDecorator(node, context);
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const kind = timers.test(node.expression.getText()) ? "timer" : kindOf(node, context);
  if (!kind || (kind === "timer" && !isShared(node, context))) return undefined;
  if (!reaches(node, context)) return undefined;
  return report("other-process", node, messages[kind], remedies[kind]);
}

function reaches(node: ts.CallExpression | ts.NewExpression, context: Context): boolean {
  const given = (node.arguments ?? []).flatMap((each) => {
    const value = bare(each);
    if (ts.isObjectLiteralExpression(value))
      return value.properties.flatMap((property) =>
        ts.isPropertyAssignment(property) ? [property.initializer] : [],
      );
    return [each];
  });
  return given
    .filter((each) => !isBound(each))
    .flatMap((each) => functionsOf(context, each))
    .some((each) => reachesAws(each, context));
}

/** A timer that no call has for itself: it goes on and on, or is kept where other calls find it running. */
function isShared(node: ts.CallExpression | ts.NewExpression, context: Context): boolean {
  const owner = functionAround(node);
  if (!owner || runsOnlyOutside(owner, context)) return true;
  if (calledName(node) === "setInterval") return !isCleared(node);
  return isPutAside(node, context) || isOncePerBatch(node, context);
}

/** `if (!isDue) { isDue = true; setTimeout(flush); }`: a mark that other calls see keeps them from starting it too. */
function isOncePerBatch(node: ts.Node, context: Context): boolean {
  const owner = functionAround(node);
  if (!owner) return false;
  const conditions: string[] = [];
  const marks: ts.Expression[] = [];
  walk(owner, (each) => {
    if (each !== owner && isFunctionNode(each)) return false;
    if (ts.isIfStatement(each)) conditions.push(each.expression.getText());
    if (isSettingMark(each)) marks.push(each.left);
    return true;
  });
  const lifetimes = lifetimesOf(context);
  return marks.some((mark) => {
    const text = mark.getText();
    return conditions.some((each) => each.includes(text)) && isKept(mark, lifetimes);
  });
}

/** `isDue = true`, in so many words. */
function isSettingMark(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    node.right.kind === ts.SyntaxKind.TrueKeyword
  );
}

/** `const timer = setInterval(…)`, or `timer = …` of a name of the call's own, then `clearInterval(timer)` in the same call. */
function isCleared(node: ts.Node): boolean {
  const { parent } = node;
  const target = ts.isVariableDeclaration(parent)
    ? parent.name
    : ts.isBinaryExpression(parent) && bare(parent.left);
  if (!target || !ts.isIdentifier(target)) return false;
  const declared = lookup(target, target.text, "value");
  const owner = declared && functionAround(declared);
  return owner?.getText().includes(`clearInterval(${target.text})`) ?? false;
}

/** `timer = setTimeout(…)`, where other calls find it. */
function isPutAside(node: ts.Node, context: Context): boolean {
  let at = node.parent;
  while (ts.isParenthesizedExpression(at) || ts.isAsExpression(at)) at = at.parent;
  if (!ts.isBinaryExpression(at)) return false;
  const isAssigned =
    at.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    at.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return isAssigned && isKept(at.left, lifetimesOf(context));
}

function kindOf(node: ts.CallExpression | ts.NewExpression, context: Context): Message | undefined {
  const name = calledName(node) ?? "";
  if (/^(?:DataLoader|Batcher|BatchLoader)$/.test(name))
    return lifetimesOf(context).isHeld(node) ? "batch" : undefined;
  if (isPutIntoList(node, context)) return "queue";
  const kind = ofPackage(node, context);
  const isOfOneCall = kind === "batch" || name === "queue" || name === "fastq";
  return kind && isOfOneCall && !lifetimesOf(context).isHeld(node) ? undefined : kind;
}

/** `waiting.push(job)` in a call, where the list is kept and somebody takes jobs out of it. */
function isPutIntoList(node: ts.Node, context: Context): boolean {
  const owner = functionAround(node);
  if (!owner || !ts.isCallExpression(node)) return false;
  if (!/^(?:push|unshift)$/.test(calledName(node) ?? "")) return false;
  const list = receiverOf(node);
  const name = list && (memberName(bare(list)) ?? list.getText());
  const isTakenFrom = new RegExp(`\\b${name}\\.(?:shift|pop|splice)\\(`).test(
    node.getSourceFile().text,
  );
  if (!list || !isTakenFrom || runsOnlyOutside(owner, context)) return false;
  return isKept(list, lifetimesOf(context));
}

function ofPackage(
  node: ts.CallExpression | ts.NewExpression,
  context: Context,
): Message | undefined {
  const { expression } = node;
  const { evaluator, carriers } = context;
  const isMethod = ts.isPropertyAccessExpression(expression) && methods.test(expression.name.text);
  if (!isMethod && !carriers.isIn(expression)) return undefined;
  for (const value of evaluator.evaluate(expression)) {
    if (value.kind !== "unknown" || !value.external) continue;
    const { module, path } = value.external;
    const found = packages.find(
      ([from, name]) => from.test(module) && name.test(path.join(".") || "*"),
    );
    if (found) return isOfCall(node, found[2], context) ? undefined : found[2];
  }
  return undefined;
}

/** Whether a queue that work is put into is made in the same call, for that call alone, or one that keeps the caller's account. */
function isOfCall(
  node: ts.CallExpression | ts.NewExpression,
  kind: Message,
  context: Context,
): boolean {
  if (kind !== "queue" || !ts.isCallExpression(node)) return false;
  const callee = bare(node.expression);
  const queue = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  const made = context.evaluator
    .evaluate(queue)
    .flatMap((each) => (each.kind === "unknown" && each.external?.path.length ? [each] : []));
  if (made.some(({ external }) => external?.module === "p-limit" && !isOldLimit(context)))
    return true;
  const makers = made.filter(({ external }) => external?.path.at(-1)?.endsWith("()"));
  return makers.length > 0 && !makers.some((each) => lifetimesOf(context).isHeld(each.node));
}

/** Before its version 5 p-limit runs what waits in the account of the call that ended before. */
function isOldLimit({ project: { server, files } }: Context): boolean {
  const { dependencies = {} } = manifestOf(server, files);
  return !/^\D*(?:[5-9]|\d{2,})\b/.test(dependencies["p-limit"] ?? "");
}

/** Nest's `@Cron(…)`, `@Interval(…)`, and `@Process()` of its queues. */
function ofDecorator(node: ts.MethodDeclaration, context: Context): Finding | undefined {
  const decorator = ts.getDecorators(node)?.find(({ expression }) => {
    if (!ts.isCallExpression(expression) || !decorators.test(expression.expression.getText()))
      return false;
    return outsideOf(context.evaluator, expression.expression).some(({ module }) =>
      /^@nestjs\/(?:schedule|bull|bullmq|event-emitter)$/.test(module),
    );
  });
  return decorator && reachesAws(node, context)
    ? report("other-process", node.name, messages.job, remedies.job)
    : undefined;
}
