/** What a command line comes to: which programs it runs in the end, and for which account. */

import { type Alternatives, itemsOf, textOf } from "./alternatives.js";
import { type Assignment, type Command, commandsIn } from "./commands.js";
import {
  type DeclaredPrograms,
  kindWith,
  moduleKind,
  type ProgramKind,
  profileOption,
  programKind,
} from "./programs.js";
import { hasUnknownWords, isUnknown, knownIn, startOf, type Text, type Value } from "./text.js";
import { isRunner, nameOf, operandOf, runBy, spaced } from "./unwrap.js";

/** What one command line comes to. */
export interface Use {
  readonly kind: ProgramKind;
  /** The bare name of the program that decides; empty where it is not known. */
  readonly program: string;
  /**
   * Whose account the program acts in: that of its environment, that of a `--profile`, which beats it, perhaps that of
   * one among arguments that can't be told, or one that the command line brings by itself.
   */
  readonly account: "environment" | "profile" | "perhaps-profile" | "own";
}

/** Nothing that has to do with AWS. */
export const noUse: Use = { kind: "none", program: "", account: "environment" };
/** A program of which nothing is known. */
export const unknownUse: Use = { kind: "unknown", program: "", account: "environment" };

const worstKinds: readonly ProgramKind[] = ["aws", "unknown", "code", "unlisted", "none"];
const worstAccounts: readonly Use["account"][] = [
  "own",
  "profile",
  "perhaps-profile",
  "environment",
];

/** The worst of several command lines: one that uses AWS, then one that may. */
export function worstUse(uses: readonly Use[]): Use {
  const rank = (use: Use): number =>
    worstKinds.indexOf(use.kind) * worstAccounts.length + worstAccounts.indexOf(use.account);
  return uses.reduce((worst, use) => (rank(use) < rank(worst) ? use : worst), noUse);
}

/** What may be started: texts that a shell reads, or programs with their arguments. */
export function usesOf(
  values: Alternatives,
  readBy: "shell" | "program",
  declared?: DeclaredPrograms,
): Use[] {
  return likely(values, declared).map((value) =>
    readBy === "shell" ? shellUse(textOf(value), declared) : commandUse(itemsOf(value), declared),
  );
}

/** What a shell is given: every command in a text. The shell's grammar must have been loaded. */
export function shellUse(text: Text, declared?: DeclaredPrograms): Use {
  return scriptUse(text, [], declared);
}

/** What a program and its arguments come to; no shell reads them. */
export function commandUse(words: readonly Text[], declared?: DeclaredPrograms): Use {
  return useOf({ words, environment: [] }, declared);
}

/** Where one of the programs is of AWS, an unknown one is where that is: `command ?? "aws"`. */
function likely(values: Alternatives, declared: DeclaredPrograms | undefined): Alternatives {
  const first = (value: Value): Text => itemsOf(value)[0] ?? [];
  const isAws = values.some((value) => programKind(knownIn(first(value)), declared) === "aws");
  return isAws ? values.filter((value) => !isUnknown(first(value))) : values;
}

/** The commands of a text that has an environment already. */
function scriptUse(
  text: Text,
  environment: readonly Assignment[],
  declared: DeclaredPrograms | undefined,
): Use {
  const commands = commandsIn(text).map((command) => ({
    ...command,
    environment: [...environment, ...command.environment],
  }));
  return worstUse(commands.map((command) => useOf(command, declared)));
}

function useOf(command: Command, declared: DeclaredPrograms | undefined): Use {
  const name = nameOf(command.words[0]);
  const rest = command.words.slice(1);
  if (shells.test(name)) return useByShell(command, declared);
  if (name === "command" && /^-[vV]/.test(startOf(rest[0] ?? []))) return noUse;
  const run = runBy(command);
  if (!run) return useItself(command, name, rest, declared);
  if ("script" in run) return scriptUse(run.script, command.environment, declared);
  const use = useOf(run.command, declared);
  return run.keepsEnvironment || use.kind !== "aws" ? use : { ...use, account: "own" };
}

/** A program that is what it looks like. */
function useItself(
  { words, environment }: Command,
  name: string,
  rest: readonly Text[],
  declared: DeclaredPrograms | undefined,
): Use {
  const kind = kindOf(words, rest, declared);
  if (kind === "none" || isRunner(name) || signsNothing(name, rest)) return noUse;
  const setsKeys = environment.some((each) => ownKeys.test(each.name ?? ""));
  const account = setsKeys ? "own" : accountIn(name, rest);
  return { kind, program: name, account: kind === "aws" ? account : "environment" };
}

function kindOf(
  [program = []]: readonly Text[],
  rest: readonly Text[],
  declared: DeclaredPrograms | undefined,
): ProgramKind {
  const flag = knownIn(rest[0] ?? []);
  const module = knownIn(rest[1] ?? []);
  if (flag === "-m" && /^(python|pypy|py)$/.test(nameOf(program))) {
    return module === "" ? "code" : moduleKind(module, declared);
  }
  return kindWith(knownIn(program), knownIn(operandOf(nameOf(program), rest)), declared);
}

const shells = /^(sh|bash|zsh|dash|ash|ksh|csh|fish|cmd|powershell|pwsh)$/i;
const shellFlag = /^(-[a-z]*c|\/[cs]|-command)$/i;

/** `bash -c text`, or what is handed to its input. A script, or what it is told later, is not known. */
function useByShell(
  { words, input, environment }: Command,
  declared: DeclaredPrograms | undefined,
): Use {
  const rest = words.slice(1);
  const flag = rest.findIndex((word) => shellFlag.test(knownIn(word)));
  const program = nameOf(words[0]);
  if (flag >= 0) {
    const isWindows = /^(cmd|powershell|pwsh)$/i.test(program);
    const text = spaced(rest.slice(flag + 1, isWindows ? undefined : flag + 2));
    return scriptUse(text, environment, declared);
  }
  if (rest.some((word) => asksItself.test(knownIn(word)))) return noUse;
  const script = rest.find((word) => !startOf(word).startsWith("-"));
  if (input && !script) return scriptUse(input, environment, declared);
  const isNamed = script !== undefined && !isUnknown(script);
  return {
    kind: isNamed ? "code" : "unknown",
    program: isNamed ? program : "",
    account: "environment",
  };
}

const ownKeys = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|DEFAULT_PROFILE)$/;
const asksItself = /^(--version|-version|-V|--help|-h|help|version)$/;
const takesValue = /^--(profile|region|output|endpoint-url|query|color|ca-bundle|cli-\w+-timeout)$/;

/** `aws --version`; `aws sso login` and `aws configure`, which sign nothing with the account's keys. */
function signsNothing(name: string, rest: readonly Text[]): boolean {
  const words = rest.map(knownIn);
  if (words.length > 0 && words.every((word) => asksItself.test(word))) return true;
  if (!/^aws2?$/.test(name)) return false;
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
