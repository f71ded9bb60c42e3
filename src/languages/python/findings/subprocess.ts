/** Processes that the server starts: they read the environment, which no call may write. */

import type { Finding, Fix } from "../../../types.js";
import { declaring, type Trouble, troublesOf } from "../../shell/policy.js";
import type { DeclaredPrograms } from "../../shell/programs.js";
import { type Use, worstUse } from "../../shell/use.js";
import { type OutsideCall, outsideCalls } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { referencesTo } from "../evaluate/references.js";
import type { FoundTool } from "../forms/found-tool.js";
import { importersOf } from "../source/importers.js";
import { type At, enclosingFunction, keyOf } from "../source/nodes.js";
import { mentionsAws } from "./aws-mention.js";
import { finding } from "./code.js";
import { type Environment, environmentFix, environmentOf } from "./environment.js";
import { isHeld } from "./kept/instances.js";
import { createLifetimes, type Lifetimes } from "./kept/lifetime.js";
import { mayNamePrograms, namedPrograms, usesOfNamed } from "./named-programs.js";
import { goesOn, inheritsAll, startersWanted, takesEnv, usesOfCall } from "./starters.js";

/** Whether a server may start processes that are looked at, for which the shell's grammar must be loaded. */
export function mayStartProcesses(program: Program): boolean {
  const { words } = startersWanted;
  const mayStart = words.some(([word]) => program.holding(program.sources, word).length > 0);
  return mayStart || mayNamePrograms(program);
}

/** What `subprocess.run`, `create_subprocess_exec`, `os.system` and the like start, where that uses AWS or may. */
export function subprocessEnvironment(
  program: Program,
  tools: readonly FoundTool[],
  declared?: DeclaredPrograms,
): Finding[] {
  if (!mayStartProcesses(program)) return [];
  const toolFiles = new Set(
    tools.flatMap(({ place, registration }) => [place.file, registration?.file]),
  );
  const isServed = ({ file }: At): boolean =>
    toolFiles.has(file) || importersOf(program, file).length > 0;
  const lifetimes = createLifetimes(program, tools);
  const started = startersIn(program).flatMap((call) => {
    const use = worstUse(usesOfCall(program, call, declared));
    return outlivesCall(lifetimes, call, use)
      ? finding(program, "other-process", call.at, outliving, inTheCall)
      : findings(program, call, use, isServed(call.at));
  });
  const named = namedPrograms(program).flatMap((each) => {
    const use = worstUse(usesOfNamed(program, each, declared));
    const content = each.hasAccount ? "account" : "none";
    return said(program, each.at, use, { content, start: noEnv, isServed: isServed(each.at) });
  });
  return [...started, ...named];
}

/** What a process does about the account: keeping its own, reaching no AWS, or all else. */
export type ProcessKind = "keeping" | "none" | "other";

export interface Process {
  readonly at: At;
  readonly kind: ProcessKind;
}

/** The processes that are started, by the key of the call. The shell's grammar is loaded. */
export function processesByCall(program: Program): ReadonlyMap<string, Process> {
  return program.once("processes by call", () => {
    if (!mayStartProcesses(program)) return new Map<string, Process>();
    const calls = startersIn(program);
    return new Map(
      calls.map((call) => [keyOf(call.at), { at: call.at, kind: kindOf(program, call) }]),
    );
  });
}

function startersIn(program: Program): readonly OutsideCall[] {
  return program.once("starters", () => outsideCalls(program, startersWanted));
}

function kindOf(program: Program, call: OutsideCall): ProcessKind {
  const uses = usesOfCall(program, call, undefined);
  if (uses.every(({ kind }) => kind === "none")) return "none";
  const isKeeping = uses.every(
    ({ kind, account }) => kind === "aws" && /^(?:own|profile)$/.test(account),
  );
  return isKeeping ? "keeping" : "other";
}

function findings(program: Program, call: OutsideCall, use: Use, isServed: boolean): Finding[] {
  const content = environmentOf(program, call);
  const { path, takesKeywords } = call;
  const takesNone = !takesEnv(path);
  const isFixable = isServed && content !== "hidden" && !takesNone && inheritsAll(call);
  const fix = isFixable ? environmentFix(program, call) : undefined;
  const start = takesNone || !takesKeywords ? noEnv : content === "server" ? ownEnv : startInside;
  return said(program, call.at, use, { content, start, isServed, fix });
}

/** Whether what is started is there in other calls than the one that starts it, and may use AWS. */
function outlivesCall(lifetimes: Lifetimes, { path, at }: OutsideCall, use: Use): boolean {
  const { program } = lifetimes;
  const isAsked = use.kind === "aws" || (use.kind !== "none" && mentionsAws(program));
  const owner = enclosingFunction(at.node);
  if (!isAsked || !owner || !goesOn(path)) return false;
  // What nothing calls is not known to run when the server starts.
  const isCalled = referencesTo(program, { file: at.file, node: owner }).length > 0;
  return (isCalled || lifetimes.isTool({ file: at.file, node: owner })) && isHeld(lifetimes, at);
}

const outliving =
  "this process outlives the call that starts it, and so stays in the account of whoever was first";
const inTheCall =
  "start it in every call with `env=account_environment()` of cred_extract_services, or keep one for each `account_cache_key()`; then mark the line `# retrofit-ignore: reason`";

interface Found {
  readonly content: Environment;
  /** How it would be started instead. */
  readonly start: string;
  readonly isServed: boolean;
  readonly fix?: Fix | undefined;
}

function said(program: Program, at: At, use: Use, { content, start, isServed, fix }: Found) {
  const hasAccount = content === "account" || (content === "bare" && use.kind !== "aws");
  const around = { hasAccount, reachesAws: mentionsAws(program) };
  return troublesOf(use, around).flatMap((trouble) => {
    const { rule, message, remedy } = trouble;
    return finding(program, rule, at, message, remedies[remedy](start, trouble), {
      severity: trouble.severity ?? (isServed ? undefined : "warning"),
      fix: remedy === "environment" ? fix : undefined,
    });
  });
}

const startInside =
  "start it inside the call with `env=account_environment()` of cred_extract_services, or call the AWS API instead of a command";
const ownEnv =
  "make its environment with `account_environment(…)` of cred_extract_services, inside the call";
const noEnv =
  "start it by `subprocess.run(…, env=account_environment())` inside the call (account_environment is in cred_extract_services), or call the AWS API instead of a command";
const remedies: Readonly<Record<Trouble["remedy"], (start: string, trouble: Trouble) => string>> = {
  environment: (start) => start,
  "environment-if-aws": (start, { program }) =>
    declaring(program, start, "# retrofit-ignore: reason"),
  "leave-out": () =>
    "leave `--profile` out when target_account_id is given, and pass `env=account_environment()`; then mark the line `# retrofit-ignore: reason`",
};
