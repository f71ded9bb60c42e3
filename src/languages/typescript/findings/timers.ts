/**
 * What runs outside of the call, or is shared by several: timers, jobs, queues, batches. Node takes the account
 * along into a timer or promise of the call itself; what others start too runs in the account of whoever was first.
 */

import type { Finding } from "../../../types.js";
import { outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { bare, calledName, functionAround, nameOf } from "../source/nodes.js";
import { runsOnlyOutside } from "./kept/callers.js";
import { functionsOf } from "./kept/flow.js";
import { isKept } from "./kept/holders.js";
import { lifetimesOf } from "./kept/lifetime.js";
import { isBound, reachesAws } from "./reach.js";
import { type Context, report } from "./report.js";

/** Texts of which one is in each file that has such a thing. */
export const timerMark =
  /\b(?:setInterval|setTimeout|setImmediate|debounce|throttle|[Dd]ata[Ll]oader|Batcher|BatchLoader|bull|bullmq|agenda|bree|p-queue|fastq|bottleneck|cron(?:er)?|node-schedule|toad-scheduler|nestjs\/schedule)\b|["']async["']/;

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
  [/^(?:node-)?cron$/, /^(?:default\.)?(?:schedule|CronJob|CronJob\.from|Cron)$/, "job"],
  [/^croner$/, /^(?:default\.)?(?:Cron|default)$/, "job"],
  [/^node-schedule$/, /^(?:default\.)?(?:scheduleJob|Job)$/, "job"],
  [/^(?:@hokify\/)?agenda$/, /new\(\)\.(?:define|every)$/, "job"],
  [/^toad-scheduler$/, /^(?:Async)?Task$/, "job"],
  [/^p-queue$/, /new\(\)\.(?:add|addAll)$/, "queue"],
  [/^fastq$/, /^(?:default\.)?(?:default|promise|\*)$/, "queue"],
  [/^async$/, /^(?:default\.)?(?:queue|priorityQueue|cargo|cargoQueue)$/, "queue"],
  [/^bottleneck$/, /new\(\)\.(?:schedule|wrap|submit)$/, "queue"],
  [/^dataloader$/, /^(?:default\.)?(?:DataLoader|default|\*)$/, "batch"],
  [
    /^(?:lodash|lodash-es|underscore|es-toolkit|radash|p-debounce|p-throttle|lodash\.\w+|throttle-debounce|just-\w+)(?:\/|$)/,
    /^(?:default\.)?(?:debounce|throttle|default|\*)$/,
    "batch",
  ],
];

/** Those of what is made of a package, which goes by any name. */
const methods = /^(?:process|define|every|add|addAll|schedule|wrap|submit)$/;
const timers = /^(?:(?:globalThis|global|window)\.)?set(?:Interval|Timeout)$/;
const decorators = /^(?:Cron|Interval|Timeout|Process|OnEvent)$/;

/** A timer, job, queue or batch that is given work which uses AWS or starts a process. */
export function findTimer(node: ts.Node, context: Context): Finding | undefined {
  if (ts.isMethodDeclaration(node)) return ofDecorator(node, context);
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const kind = timers.test(node.expression.getText())
    ? isShared(node, context) && "timer"
    : kindOf(node, context);
  if (!kind || !reaches(node, context)) return undefined;
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
  return calledName(node) === "setInterval" ? !isCleared(node) : isPutAside(node, context);
}

/** `const timer = setInterval(…)`, then `clearInterval(timer)` in the same call. */
function isCleared(node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isVariableDeclaration(parent)) return false;
  const name = nameOf(parent.name);
  const owner = functionAround(node);
  return owner?.getText().includes(`clearInterval(${name})`) ?? false;
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
  const kind = ofPackage(node, context);
  const isOfOneCall = kind === "batch" || name === "queue" || name === "fastq";
  return kind && isOfOneCall && !lifetimesOf(context).isHeld(node) ? undefined : kind;
}

function ofPackage(
  { expression }: ts.CallExpression | ts.NewExpression,
  { evaluator, carriers }: Context,
): Message | undefined {
  const isMethod = ts.isPropertyAccessExpression(expression) && methods.test(expression.name.text);
  if (!isMethod && !carriers.isIn(expression)) return undefined;
  for (const value of evaluator.evaluate(expression)) {
    if (value.kind !== "unknown" || !value.external) continue;
    const { module, path } = value.external;
    const found = packages.find(
      ([from, name]) => from.test(module) && name.test(path.join(".") || "*"),
    );
    if (found) return found[2];
  }
  return undefined;
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
