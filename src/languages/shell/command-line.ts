/** What a command line comes to: which programs it runs in the end, and for which account. */

import { type Alternatives, itemsOf, textOf } from "./alternatives.js";
import { type Assignment, type Command, commandsIn } from "./commands.js";
import { asksItself, useItself } from "./program-use.js";
import { type DeclaredPrograms, programKind, programName } from "./programs.js";
import { isUnknown, knownIn, startOf, type Text, type Value } from "./text.js";
import { nameOf, runBy, spaced } from "./unwrap.js";
import { noUse, type Use, unknownUse, worstUse } from "./use.js";

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

/** Commands that run commands that run commands: what goes deeper is not known. */
const deepest = 12;

/** What a look at a command needs to know. */
interface Look {
  readonly declared: DeclaredPrograms | undefined;
  /** How many commands deep one may still look. */
  readonly left: number;
}

/** What a shell is given: every command in a text. The shell's grammar must have been loaded. */
export function shellUse(text: Text, declared?: DeclaredPrograms): Use {
  return scriptUse(text, [], { declared, left: deepest });
}

/** What a program and its arguments come to; no shell reads them. */
export function commandUse(words: readonly Text[], declared?: DeclaredPrograms): Use {
  return useOf({ words, environment: [] }, { declared, left: deepest });
}

/** Where one of the programs is of AWS, an unknown one is where that is: `command ?? "aws"`. */
function likely(values: Alternatives, declared: DeclaredPrograms | undefined): Alternatives {
  const first = (value: Value): Text => itemsOf(value)[0] ?? [];
  const isAws = values.some((value) => programKind(knownIn(first(value)), declared) === "aws");
  return isAws ? values.filter((value) => !isUnknown(first(value))) : values;
}

/** The commands of a text that has an environment already. */
function scriptUse(text: Text, environment: readonly Assignment[], look: Look): Use {
  const commands = commandsIn(text).map((command) => ({
    ...command,
    environment: [...environment, ...command.environment],
  }));
  return worstUse(commands.map((command) => useOf(command, look)));
}

function useOf(command: Command, { declared, left }: Look): Use {
  const name = nameOf(command.words[0]);
  if (left === 0) return unknownUse;
  const look = { declared, left: left - 1 };
  if (shells.test(name)) return useByShell(command, look);
  if (name === "command" && /^-[vV]/.test(startOf(command.words[1] ?? []))) return noUse;
  const run = runBy(command);
  if (!run) return useItself(command, declared);
  if ("script" in run) return scriptUse(run.script, command.environment, look);
  const use = useOf(run.command, look);
  return run.keepsEnvironment || use.kind !== "aws" ? use : { ...use, account: "own" };
}

const shells = /^(sh|bash|zsh|dash|ash|ksh|csh|fish|cmd|powershell|pwsh)$/i;
const shellFlag = /^(-[a-z]*c|\/[cs]|-command)$/i;

/** `bash -c text`, or what is handed to its input. A script, or what it is told later, is not known. */
function useByShell({ words, input, environment }: Command, look: Look): Use {
  const rest = words.slice(1);
  const flag = rest.findIndex((word) => shellFlag.test(knownIn(word)));
  const program = nameOf(words[0]);
  if (flag >= 0) {
    const isWindows = /^(cmd|powershell|pwsh)$/i.test(program);
    const text = spaced(rest.slice(flag + 1, isWindows ? undefined : flag + 2));
    return scriptUse(text, environment, look);
  }
  if (asksItself(rest)) return noUse;
  const script = rest.find((word) => !startOf(word).startsWith("-"));
  if (input && !script) return scriptUse(input, environment, look);
  return script ? scriptFile(script, look.declared) : unknownUse;
}

/** A script by its file, which is not looked into. */
function scriptFile(script: Text, declared: DeclaredPrograms | undefined): Use {
  if (isUnknown(script)) return unknownUse;
  const program = programName(knownIn(script));
  const kind = declared?.get(program) ?? "code";
  return kind === "none" ? noUse : { kind, program, account: "environment" };
}
