/** Processes that the server starts: they read the environment, which no call may write. */

import type { Node } from "web-tree-sitter";
import type { RuleId } from "../../../rules.js";
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

/** What `subprocess.run`, `create_subprocess_exec`, `os.system` and the like start, where that uses AWS or may. */
export function subprocessEnvironment(program: Program, tools: readonly FoundTool[]): Finding[] {
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
    const use = worstUse(usesOf(program, { file: at.file, node: call }, path));
    const isServed = toolFiles.has(at.file) || importersOf(program, at.file).length > 0;
    return findings(program, { file: at.file, node: call }, path, use, isServed);
  });
}

function usesOf(program: Program, { file, node: call }: At, path: string): Use[] {
  const { named, positional } = argumentsOf(call);
  if (path.startsWith("os.") && !/\.(system|popen)$/.test(path)) {
    const row = positional.slice(/spawn[lv]/.test(path) ? 1 : 0);
    const texts = textsOfRow(program, file, row.slice(0, 1));
    return likely(texts).map((text) => wordsUse(text + argumentEnd + unknownWords));
  }
  const shell = named.get("shell");
  if (path.endsWith("create_subprocess_exec")) {
    const row = [...starsIn(call), ...positional].sort((a, b) => a.startIndex - b.startIndex);
    return likely(textsOfRow(program, file, row)).map(wordsUse);
  }
  const command = positional[0] ?? named.get("args") ?? named.get("cmd") ?? named.get("command");
  if (!command) return [{ kind: "unknown", profile: "no" }];
  const texts = likely(textsOf(program, { file, node: command }));
  return texts.map(isShell(path, shell, command) ? shellUse : wordsUse);
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

function wordsUse(text: string): Use {
  return commandUse(text.split(argumentEnd).filter(Boolean));
}

/** Where one of the programs is `aws`, an unknown one is where that is: `command or "aws"`. */
function likely(texts: readonly string[]): readonly string[] {
  const isAws = texts.some((text) => programKind(text.split(argumentEnd)[0] ?? "") === "aws");
  const isOpen = (text: string): boolean =>
    [unknownWord, unknownWords].includes(text.split(argumentEnd)[0] ?? "");
  return isAws ? texts.filter((text) => !isOpen(text)) : texts;
}

function findings(
  program: Program,
  at: At,
  path: string,
  { kind, profile }: Use,
  isServed: boolean,
): Finding[] {
  const report = (rule: RuleId, message: string, way: string): Finding[] =>
    finding(program, rule, at, message, way).map((one) =>
      isServed || one.severity === "note" ? one : { ...one, severity: "warning" },
    );
  if (kind === "harmless") return [];
  const environment = environmentOf(program, at);
  const way = withoutEnv.test(path) ? noEnv : environment === "inherited" ? ownEnv : remedy;
  if (kind !== "aws") {
    if (environment === "set" || !mentionsAws(program)) return [];
    const choice = `if it uses AWS, ${way}; else mark the line \`# retrofit-ignore: reason\``;
    return kind === "unknown"
      ? report("subprocess-environment", useTexts.notKnown, choice)
      : report("subprocess-program", useTexts.notListed, choice);
  }
  if (profile === "yes") return report("subprocess-environment", useTexts.withProfile, leaveOut);
  const mayHaveProfile =
    profile === "maybe" ? report("subprocess-profile", useTexts.perhapsProfile, leaveOut) : [];
  if (environment === "set") return mayHaveProfile;
  const isFixable = isServed && environment === "none" && !withoutEnv.test(path);
  const fix = isFixable ? environmentFix(program, at) : undefined;
  const [found] = report("subprocess-environment", useTexts.usesAws, way);
  if (!found) return [];
  return [fix && found.severity !== "note" ? { ...found, fix } : found, ...mayHaveProfile];
}

const remedy =
  "start it inside the call with `env=account_environment()` of cred_extract_services, or call the AWS API instead of a command";
const ownEnv =
  "make its environment from `account_environment()` of cred_extract_services instead of `os.environ`, inside the call";
const noEnv =
  "start it by `subprocess.run(…, env=account_environment())` inside the call (account_environment is in cred_extract_services), or call the AWS API instead of a command";
const leaveOut =
  "leave `--profile` out when target_account_id is given, and pass `env=account_environment()`; then mark the line `# retrofit-ignore: reason`";
