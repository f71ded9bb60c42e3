/** Processes that the server starts: they read the environment, which no call may write. */

import type { Finding } from "../../../types.js";
import { emptyList, listed } from "../../shell/alternatives.js";
import { usesOf } from "../../shell/command-line.js";
import { declaring, type Trouble, troublesOf } from "../../shell/policy.js";
import { type Use, worstUse } from "../../shell/use.js";
import { textsOf } from "../evaluate/texts.js";
import { ts } from "../source/compiler.js";
import { bare, propertyOf } from "../source/nodes.js";
import { environmentFix, type Started, type Starter, setsEnvironment } from "./environment.js";
import { type Context, report, reportFix } from "./report.js";
import { isShellTag, starterOf, usesShell } from "./starters.js";

/** What `exec`, `spawn`, `execa`, `$` and the like start, where that uses AWS or may. The shell's grammar is loaded. */
export function findSubprocess(node: ts.Node, context: Context): readonly Finding[] {
  if (ts.isTaggedTemplateExpression(node)) {
    if (!isShellTag(node.tag, context)) return [];
    const use = worstUse(
      usesOf(textsOf(context.evaluator, node.template), "shell", context.programs),
    );
    return findings(node, use, "other", context);
  }
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
  const starter = starterOf(node.expression, context);
  if (!starter) return [];
  const use = useOf(node, starter, context);
  return use ? findings(node, use, starter, context) : [];
}

/** What a process does about the account: keeping its own, reaching no AWS, or all else; undefined where none is started. */
export function processKind(
  node: ts.CallExpression,
  context: Context,
): "keeping" | "none" | "other" | undefined {
  const starter = starterOf(node.expression, context);
  const use = starter && useOf(node, starter, context);
  if (!use) return undefined;
  if (use.kind === "none") return "none";
  return use.kind === "aws" && /^(?:own|profile)$/.test(use.account) ? "keeping" : "other";
}

/** What a call runs; undefined where it only sets options for calls to come. */
function useOf(
  call: ts.CallExpression | ts.NewExpression,
  starter: Starter,
  { evaluator, programs: declared }: Context,
): Use | undefined {
  const [first, second] = (call.arguments ?? []).map(bare);
  const command = first && commandOf(first);
  if (!command) return undefined;
  const programs = textsOf(evaluator, command);
  if (starter.endsWith("command")) return worstUse(usesOf(programs, "shell", declared));
  const isList = second && !ts.isObjectLiteralExpression(second) && !ts.isFunctionLike(second);
  const given = isList && starter !== "list" ? second : argumentsIn(second ?? first);
  const rest = given ? textsOf(evaluator, given) : emptyList;
  return worstUse(
    usesOf(listed([programs, rest]), usesShell(call) ? "shell" : "program", declared),
  );
}

/** The command of an argument: `Bun.spawn({ cmd: [...] })` has it as a property. */
function commandOf(argument: ts.Expression): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(argument)) return argument;
  return valueIn(argument, "cmd") ?? valueIn(argument, "command");
}

/** `new Deno.Command("aws", { args: [...] })`. */
function argumentsIn(options: ts.Expression): ts.Expression | undefined {
  return ts.isObjectLiteralExpression(options) ? valueIn(options, "args") : undefined;
}

function valueIn(options: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = propertyOf(options, name);
  if (property && ts.isShorthandPropertyAssignment(property)) return property.name;
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function findings(node: Started, use: Use, starter: Starter, context: Context): Finding[] {
  const around = {
    hasAccount: setsEnvironment(context.evaluator, node),
    reachesAws: context.reachesAws,
  };
  const [worst, ...others] = troublesOf(use, around);
  if (!worst) return [];
  const fix = environmentFix(node, starter);
  const { rule, message, remedy } = worst;
  if (remedy === "environment" && fix) {
    const fixed = reportFix(rule, node, message, start, fix, context);
    return [fixed, ...others.map((other) => said(node, other))];
  }
  // What the arguments are can't be told where it isn't plain what the options are.
  return [said(node, worst)];
}

function said(node: Started, trouble: Trouble): Finding {
  const { rule, severity, message, remedy } = trouble;
  return report(rule, node, message, remedies[remedy](trouble), { severity });
}

const start = "start it with `env: accountEnvironment()`, inside the call";
const remedies: Readonly<Record<Trouble["remedy"], (trouble: Trouble) => string>> = {
  environment: () => start,
  "environment-if-aws": ({ program }) => declaring(program, start, "retrofit-ignore: reason"),
  "leave-out": () =>
    `leave \`--profile\` out when target_account_id is given, and ${start}; then mark the line \`retrofit-ignore: reason\``,
};
