/** Processes that the server starts: they read the environment, which no call may write. */

import type { Node } from "web-tree-sitter";
import type { Finding } from "../../../types.js";
import { anything, listed } from "../../shell/alternatives.js";
import { usesOf } from "../../shell/command-line.js";
import { declaring, type Trouble, troublesOf } from "../../shell/policy.js";
import type { DeclaredPrograms } from "../../shell/programs.js";
import { type Use, unknownUse, worstUse } from "../../shell/use.js";
import type { Program } from "../evaluate/program.js";
import { textsOf, textsOfRow } from "../evaluate/texts/index.js";
import { argumentsOf } from "../evaluate/values.js";
import type { FoundTool } from "../forms/found-tool.js";
import { type At, field } from "../source/nodes.js";
import { mentionsAws } from "./aws-mention.js";
import { callOf, codeAt, finding, outsidePath } from "./code.js";
import { environmentFix, environmentOf } from "./environment.js";
import { importersOf } from "./never-imported.js";

const starters =
  /^(subprocess\.(run|Popen|call|check_call|check_output|getoutput|getstatusoutput)|os\.(system|popen|exec[lv]\w*|spawn\w*|posix_spawnp?)|asyncio\.(subprocess\.)?create_subprocess_(exec|shell)|anyio\.(run_process|open_process))$/;
const pattern =
  /\b(?:run|Popen|call|check_call|check_output|getoutput|getstatusoutput|system|popen|exec[lv]\w*|spawn\w*|posix_spawnp?|create_subprocess_exec|create_subprocess_shell|run_process|open_process)(?=\s*\()/g;
const words = [
  "subprocess",
  "os.system",
  "os.popen",
  "os.exec",
  "os.spawn",
  "os.posix_spawn",
  "anyio",
];
/** These take no `env=`, or not as a keyword. */
const withoutEnv = /^os\.|getoutput$|getstatusoutput$/;

/** Whether a server may start processes that are looked at, for which the shell's grammar must be loaded. */
export function mayStartProcesses(program: Program): boolean {
  return words.some((word) => program.holding(program.sources, word).length > 0);
}

/** What `subprocess.run`, `create_subprocess_exec`, `os.system` and the like start, where that uses AWS or may. */
export function subprocessEnvironment(
  program: Program,
  tools: readonly FoundTool[],
  declared?: DeclaredPrograms,
): Finding[] {
  const found = words.flatMap((word) => codeAt(program, word, pattern));
  const unique = new Map(found.map((at) => [`${at.file}:${at.node.startIndex}`, at]));
  const toolFiles = new Set(
    tools.flatMap(({ place, registration }) => [place.file, registration?.file]),
  );
  return [...unique.values()].flatMap((at) => {
    const call = callOf(at);
    const callee = call && field(call, "function");
    const path = callee && outsidePath(program, { file: at.file, node: callee });
    if (!call || !path || !starters.test(path)) return [];
    const use = worstUse(usesOfCall(program, { file: at.file, node: call }, path, declared));
    const isServed = toolFiles.has(at.file) || importersOf(program, at.file).length > 0;
    return findings(program, { file: at.file, node: call }, path, use, isServed);
  });
}

function usesOfCall(
  program: Program,
  { file, node: call }: At,
  path: string,
  declared: DeclaredPrograms | undefined,
): readonly Use[] {
  const { named, positional } = argumentsOf(call);
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

function findings(program: Program, at: At, path: string, use: Use, isServed: boolean): Finding[] {
  const environment = environmentOf(program, at);
  const isFixable = isServed && environment === "none" && !withoutEnv.test(path);
  const fix = isFixable ? environmentFix(program, at) : undefined;
  const start = withoutEnv.test(path) ? noEnv : environment === "inherited" ? ownEnv : startInside;
  const around = { hasAccount: environment === "set", reachesAws: mentionsAws(program) };
  return troublesOf(use, around).flatMap((trouble) => {
    const { rule, message, remedy } = trouble;
    return finding(program, rule, at, message, remedies[remedy](start, trouble)).map(
      (found): Finding => {
        if (found.severity === "note") return found;
        if (!isServed && trouble.severity === "error") return { ...found, severity: "warning" };
        const graded = { ...found, severity: trouble.severity };
        return fix && remedy === "environment" ? { ...graded, fix } : graded;
      },
    );
  });
}

const startInside =
  "start it inside the call with `env=account_environment()` of cred_extract_services, or call the AWS API instead of a command";
const ownEnv =
  "make its environment from `account_environment()` of cred_extract_services instead of `os.environ`, inside the call";
const noEnv =
  "start it by `subprocess.run(…, env=account_environment())` inside the call (account_environment is in cred_extract_services), or call the AWS API instead of a command";
const remedies: Readonly<Record<Trouble["remedy"], (start: string, trouble: Trouble) => string>> = {
  environment: (start) => start,
  "environment-if-aws": (start, { program }) =>
    declaring(program, start, "# retrofit-ignore: reason"),
  "leave-out": () =>
    "leave `--profile` out when target_account_id is given, and pass `env=account_environment()`; then mark the line `# retrofit-ignore: reason`",
};
