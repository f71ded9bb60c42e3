/** Processes that the server starts: they read the environment, which no call may write. */

import { ts } from "ts-morph";
import type { Finding } from "../../../types.js";
import {
  argumentEnd,
  commandUse,
  shellUse,
  type Use,
  unknownWord,
  unknownWords,
  useTexts,
  worstUse,
} from "../../shell/command-line.js";
import { programKind } from "../../shell/programs.js";
import { joined } from "../evaluate/texts/alternatives.js";
import { textsOf } from "../evaluate/texts/index.js";
import { bare, propertyOf } from "../source/nodes.js";
import { environmentFix, type Started, type Starter, setsEnvironment } from "./environment.js";
import { type Context, report, reportFix } from "./report.js";
import { isShellTag, starterOf, usesShell } from "./starters.js";

/** What `exec`, `spawn`, `execa`, `$` and the like start, where that uses AWS or may. */
export function findSubprocess(node: ts.Node, context: Context): readonly Finding[] {
  if (ts.isTaggedTemplateExpression(node)) {
    if (!isShellTag(node.tag, context)) return [];
    const use = worstUse(textsOf(node.template, context.project).map(shellUse));
    return findings(node, use, "other", context);
  }
  const starter = ts.isCallExpression(node) ? starterOf(node.expression, context) : undefined;
  if (!starter || !ts.isCallExpression(node)) return [];
  const use = useOf(node, starter, context);
  return use ? findings(node, use, starter, context) : [];
}

/** What a call runs; undefined where it only sets options for calls to come. */
function useOf(call: ts.CallExpression, starter: Starter, { project }: Context): Use | undefined {
  const [first, second] = call.arguments.map(bare);
  const command = first && commandOf(first);
  if (!command) return undefined;
  const programs = likely(textsOf(command, project));
  if (starter.endsWith("command")) return worstUse(programs.map(shellUse));
  const isList = second && !ts.isObjectLiteralExpression(second) && !ts.isFunctionLike(second);
  const rest = isList && starter !== "list" ? textsOf(second, project) : [""];
  const use = usesShell(call)
    ? shellUse
    : (text: string): Use => commandUse(text.split(argumentEnd).filter(Boolean));
  return worstUse(joined([programs, rest], argumentEnd).map(use));
}

/** Where one of the programs is `aws`, an unknown one is where that is: `command ?? "aws"`. */
function likely(programs: readonly string[]): readonly string[] {
  const isAws = programs.some((program) => programKind(program) === "aws");
  return isAws ? programs.filter((program) => !isUnknown(program)) : programs;
}

function isUnknown(program: string): boolean {
  return program === unknownWord || program === unknownWords;
}

/** The command of an argument: `Bun.spawn({ cmd: [...] })` has it as a property. */
function commandOf(argument: ts.Expression): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(argument)) return argument;
  const property = propertyOf(argument, "cmd");
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function findings(node: Started, use: Use, starter: Starter, context: Context): Finding[] {
  if (use.kind === "harmless") return [];
  if (use.kind === "aws") return ofAws(node, use, starter, context);
  if (setsEnvironment(node)) return [];
  const way = `if it uses AWS, ${remedy}; else mark the line \`retrofit-ignore: reason\``;
  return use.kind === "unknown"
    ? [report("subprocess-environment", node, useTexts.notKnown, way)]
    : [report("subprocess-program", node, useTexts.notListed, way)];
}

/** A `--profile` can't be fixed: the program takes it before anything that the environment holds. */
function ofAws(node: Started, { profile }: Use, starter: Starter, context: Context): Finding[] {
  const rule = "subprocess-environment";
  if (profile === "yes") return [report(rule, node, useTexts.withProfile, leaveOut)];
  const fix = environmentFix(node, starter);
  const isSet = setsEnvironment(node);
  if (!isSet && !fix) return [report(rule, node, useTexts.usesAws, remedy)];
  const fixed =
    !isSet && fix ? [reportFix(rule, node, useTexts.usesAws, remedy, fix, context)] : [];
  const warned =
    profile === "maybe"
      ? [report("subprocess-profile", node, useTexts.perhapsProfile, leaveOut)]
      : [];
  return [...fixed, ...warned];
}

const remedy = "start it with `env: accountEnvironment()`, inside the call";
const leaveOut = `leave \`--profile\` out when target_account_id is given, and ${remedy}; then mark the line \`retrofit-ignore: reason\``;
