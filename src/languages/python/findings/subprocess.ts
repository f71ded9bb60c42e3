/** Processes that the server starts: they read the environment, which no call may write. */

import type { Node } from "web-tree-sitter";
import type { Finding } from "../../../types.js";
import { anything, listed } from "../../shell/alternatives.js";
import { usesOf } from "../../shell/command-line.js";
import { declaring, type Trouble, troublesOf } from "../../shell/policy.js";
import type { DeclaredPrograms } from "../../shell/programs.js";
import { type Use, unknownUse, worstUse } from "../../shell/use.js";
import { type OutsideCall, outsideCalls, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { textsOf, textsOfRow } from "../evaluate/texts/index.js";
import type { FoundTool } from "../forms/found-tool.js";
import { importersOf } from "../source/importers.js";
import { type At, field, keyOf } from "../source/nodes.js";
import { mentionsAws } from "./aws-mention.js";
import { finding } from "./code.js";
import { environmentFix, environmentOf } from "./environment.js";

const starters =
  /^(subprocess\.(run|Popen|call|check_call|check_output|getoutput|getstatusoutput)|os\.(system|popen|exec[lv]\w*|spawn\w*|posix_spawnp?)|asyncio\.(subprocess\.)?create_subprocess_(exec|shell)|anyio\.(run_process|open_process))$/;
const ofOs = /\b(?:system|popen|exec[lv]\w*|spawn\w*|posix_spawnp?)\b/g;
/** Words of which one is in every file that names these first, with their names there. */
const words: Wanted["words"] = [
  [
    "subprocess",
    /\b(?:run|Popen|call|check_call|check_output|getoutput|getstatusoutput|create_subprocess_exec|create_subprocess_shell|getattr)\b/g,
  ],
  ...[
    "os.system",
    "os.popen",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "from os import",
    "import os as",
  ].map((word) => [word, ofOs] as const),
  ["anyio", /\b(?:run_process|open_process)\b/g],
];
/** These take no `env=`, or not as a keyword. */
const withoutEnv = /^os\.|getoutput$|getstatusoutput$/;

/** Whether a server may start processes that are looked at, for which the shell's grammar must be loaded. */
export function mayStartProcesses(program: Program): boolean {
  return words.some(([word]) => program.holding(program.sources, word).length > 0);
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
  return startersIn(program).flatMap((call) => {
    const use = worstUse(usesOfCall(program, call, declared));
    const { file } = call.at;
    const isServed = toolFiles.has(file) || importersOf(program, file).length > 0;
    return findings(program, call, use, isServed);
  });
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
  return program.once("starters", () => outsideCalls(program, { words, path: starters }));
}

function kindOf(program: Program, call: OutsideCall): ProcessKind {
  const uses = usesOfCall(program, call, undefined);
  if (uses.every(({ kind }) => kind === "none")) return "none";
  const isKeeping = uses.every(
    ({ kind, account }) => kind === "aws" && /^(?:own|profile)$/.test(account),
  );
  return isKeeping ? "keeping" : "other";
}

function usesOfCall(
  program: Program,
  { path, at, given }: OutsideCall,
  declared: DeclaredPrograms | undefined,
): readonly Use[] {
  const { named, positional } = given;
  const { file, node: call } = at;
  if (path.startsWith("os.") && !/\.(system|popen)$/.test(path)) {
    const row = positional.slice(/spawn[lv]/.test(path) ? 1 : 0);
    return usesOf(
      listed([textsOfRow(program, file, row.slice(0, 1)), anything]),
      "program",
      declared,
    );
  }
  const shell = named.get("shell");
  if (path.endsWith("create_subprocess_exec")) {
    const row = [...starsIn(call), ...positional].sort((a, b) => a.startIndex - b.startIndex);
    return usesOf(textsOfRow(program, file, row), "program", declared);
  }
  const command = positional[0] ?? named.get("args") ?? named.get("cmd") ?? named.get("command");
  if (!command) return [unknownUse];
  const values = textsOf(program, { file, node: command });
  return usesOf(values, isShell(path, shell, command) ? "shell" : "program", declared);
}

function starsIn(call: Node): Node[] {
  return (field(call, "arguments")?.namedChildren ?? []).filter(
    ({ type }) => type === "list_splat",
  );
}

function isShell(path: string, shell: Node | undefined, command: Node): boolean {
  if (/^anyio\./.test(path)) return /string$/.test(command.type);
  return (
    /(^os\.|getoutput$|getstatusoutput$|_shell$)/.test(path) ||
    (shell !== undefined && shell.text !== "False")
  );
}

function findings(program: Program, call: OutsideCall, use: Use, isServed: boolean): Finding[] {
  const environment = environmentOf(program, call);
  const takesNone = withoutEnv.test(call.path);
  const isFixable = isServed && environment !== "hidden" && !takesNone;
  const fix = isFixable ? environmentFix(program, call) : undefined;
  const start =
    takesNone || !call.takesKeywords ? noEnv : environment === "server" ? ownEnv : startInside;
  const hasAccount = environment === "account" || (environment === "bare" && use.kind !== "aws");
  const around = { hasAccount, reachesAws: mentionsAws(program) };
  return troublesOf(use, around).flatMap((trouble) => {
    const { rule, message, remedy } = trouble;
    return finding(program, rule, call.at, message, remedies[remedy](start, trouble), {
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
