/** Processes that are started with the server's own environment, and so with its own account. */

import type { Finding } from "../../../types.js";
import { programKind } from "../../programs.js";
import { argumentsOf } from "../evaluate/values.js";
import type { Program } from "../program.js";
import { field, stringValue } from "../tree.js";
import { callOf, codeAt, finding, outsidePath } from "./code.js";

const starters =
  /^(subprocess\.(run|Popen|call|check_call|check_output|getoutput)|os\.(system|popen|execv\w*|spawn\w*)|asyncio\.(subprocess\.)?create_subprocess_(exec|shell))$/;
const pattern =
  /\b(?:run|Popen|call|check_call|check_output|getoutput|system|popen|create_subprocess_exec|create_subprocess_shell)(?=\s*\()/g;
const wayOut =
  "start it inside the call with `env=account_environment()` of cred_extract_services, or call the AWS API instead of a command";
const noEnv =
  "start it by `subprocess.run(…, env=account_environment())` inside the call (account_environment is in cred_extract_services), or call the AWS API instead of a command";
/** These take no `env=`. */
const withoutEnv = /^os\.(system|popen|execvp?|execlp?|spawnvp?|spawnlp?)$/;

export function subprocessEnvironment(program: Program): Finding[] {
  const found = ["subprocess", "os.system", "os.popen"].flatMap((word) =>
    codeAt(program, word, pattern),
  );
  const unique = new Map(found.map((at) => [`${at.file}:${at.node.startIndex}`, at]));
  return [...unique.values()].flatMap((at) => {
    const call = callOf(at);
    const callee = call && field(call, "function");
    const path = callee && outsidePath(program, { file: at.file, node: callee });
    if (!call || !path || !starters.test(path)) return [];
    const { named, positional } = argumentsOf(call);
    const env = named.get("env");
    if (env && env.type !== "none" && !/\benviron\b/.test(env.text)) return [];
    if (programKind(programOf(positional[0] ?? named.get("args"))) === "harmless") return [];
    const message = `\`${callee.text}\` starts a process with the server's environment: it acts in the server's account, not in the one that was asked for`;
    return finding(
      program,
      "subprocess-environment",
      { file: at.file, node: call },
      message,
      withoutEnv.test(path) ? noEnv : wayOut,
    );
  });
}

/** The program that is started, where it is written out. */
function programOf(node: ReturnType<typeof field>): string {
  if (!node) return "";
  const first = /^(list|tuple)$/.test(node.type) ? node.firstNamedChild : node;
  const command = first ? stringValue(first) : undefined;
  return command?.trim().split(/\s/)[0] ?? "";
}
