/** What a program comes to that runs nothing but itself, or code that is not looked into. */

import type { Command } from "./commands.js";
import {
  type DeclaredPrograms,
  kindWith,
  moduleKind,
  type ProgramKind,
  profileOption,
  programName,
} from "./programs.js";
import { hasUnknownWords, knownIn, startOf, type Text } from "./text.js";
import { isRunner, nameOf, operandOf } from "./unwrap.js";
import { noUse, type Use, unknownUse } from "./use.js";

/** What a command comes to whose program is the one that acts. */
export function useItself({ words, environment }: Command, declared?: DeclaredPrograms): Use {
  const [program = [], ...rest] = words;
  const name = nameOf(program);
  const subject = subjectOf(name, rest);
  const kind = declared?.get(subject) ?? kindOf(program, rest, declared);
  if (kind === "none" || isRunner(name) || asksItself(rest) || signsNothing(name, rest))
    return noUse;
  if (kind === "unknown" || (kind === "unlisted" && !isWhole(program))) return unknownUse;
  const setsKeys = environment.some((each) => ownKeys.test(each.name ?? ""));
  const account = setsKeys ? "own" : accountIn(name, rest);
  return { kind, program: subject, account: kind === "aws" ? account : "environment" };
}

const interpreterOfModules = /^(python|pypy|py)$/;
const givesCode = /^-(c|e|p|-eval|-print)$/;

/** What people call the program: the module or the script that an interpreter runs, or the program itself. */
export function subjectOf(name: string, rest: readonly Text[]): string {
  const [flag, module] = rest.map(knownIn);
  if (flag === "-m" && module && interpreterOfModules.test(name)) return module;
  if (rest.some((word) => givesCode.test(knownIn(word)))) return name;
  const operand = knownIn(operandOf(name, rest));
  const isScript = kindWith(name, "") === "code" && /^[\w.\\/-]+\.\w+$/.test(operand);
  return isScript ? programName(operand) : name;
}

function kindOf(
  program: Text,
  rest: readonly Text[],
  declared: DeclaredPrograms | undefined,
): ProgramKind {
  const [flag, module] = rest.map(knownIn);
  if (flag === "-m" && interpreterOfModules.test(nameOf(program))) {
    return module ? moduleKind(module, declared) : "code";
  }
  return kindWith(knownIn(program), knownIn(operandOf(nameOf(program), rest)), declared);
}

/** Whether all of a program's name is known, whatever its folder. */
function isWhole(program: Text): boolean {
  const written = program.map((piece) => (typeof piece === "string" ? piece : "…")).join("");
  return !written.split(/[\\/]/).at(-1)?.includes("…");
}

const ownKeys = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|DEFAULT_PROFILE)$/;
const ofItself = /^(--version|-version|-V|--help|-h|help|version)$/;
const takesValue = /^--(profile|region|output|endpoint-url|query|color|ca-bundle|cli-\w+-timeout)$/;

/** `aws --version`. */
export function asksItself(rest: readonly Text[]): boolean {
  return rest.length > 0 && rest.every((word) => ofItself.test(knownIn(word)));
}

/** `aws sso login` and `aws configure`, which sign nothing with the account's keys. */
function signsNothing(name: string, rest: readonly Text[]): boolean {
  if (!/^aws2?$/.test(name)) return false;
  const words = rest.map(knownIn);
  // What can't be told before a command is options: a command of its own would stand first.
  const [command, next] = words.filter(
    (word, index) => word !== "" && !/^-/.test(word) && !takesValue.test(words[index - 1] ?? ""),
  );
  return command === "sso" || (command === "configure" && next !== "export-credentials");
}

function accountIn(name: string, words: readonly Text[]): Use["account"] {
  const option = profileOption(name);
  if (!option) return "environment";
  if (words.some((word) => startOf(word).split("=", 1)[0] === option)) return "profile";
  return words.some(hasUnknownWords) ? "perhaps-profile" : "environment";
}
