/** What a command line runs, told from as much of its text as the source gives away. */

import { type ProgramKind, programKind, programName } from "./programs.js";

/** Stands, in a text, for one word that the source does not tell. */
export const unknownWord = "\u0001";
/** Stands for any number of words that the source does not tell. */
export const unknownWords = "\u0002";
/** Stands between the arguments of a list, in which a space is part of a word. */
export const argumentEnd = "\u0003";

/** What one command line comes to. */
export interface Use {
  readonly kind: ProgramKind;
  /** Whether a `--profile`, which beats the credentials of the environment, is among the arguments. */
  readonly profile: "yes" | "maybe" | "no";
}

/** What a finding says of a use, in either language. */
export const useTexts = {
  usesAws: "this program uses AWS with the server's environment, so in the server's account",
  notKnown:
    "it can't be told which program this is; with the server's environment it acts in the server's account",
  notListed:
    "this program has the server's environment: if it uses AWS, it acts in the server's account",
  withProfile:
    "`--profile` beats the keys of the environment: the command acts in the profile's account, whichever was asked for",
  perhapsProfile:
    "the arguments can't be told: a `--profile` among them would beat the keys of the account that was asked for",
};

const nothing: Use = { kind: "harmless", profile: "no" };
const gravest: readonly ProgramKind[] = ["aws", "unknown", "unlisted", "harmless"];
const likeliest: readonly Use["profile"][] = ["yes", "maybe", "no"];

/** The gravest of several command lines: one that uses AWS, then one that may. */
export function worstUse(uses: readonly Use[]): Use {
  const kind = gravest.find((each) => uses.some((use) => use.kind === each)) ?? "harmless";
  const same = uses.filter((use) => use.kind === kind);
  return { kind, profile: likeliest.find((each) => same.some((u) => u.profile === each)) ?? "no" };
}

/** What a shell is given: commands joined by `|`, `&&`, `;` and line breaks, each looked at. */
export function shellUse(text: string): Use {
  return worstUse(commandsOf(text).map(commandUse));
}

/** What a program and its arguments come to; no shell reads them. */
export function commandUse(words: readonly string[]): Use {
  const [program = "", ...rest] = words;
  const name = plain(programName(program));
  if (/^\w+=/.test(program) && rest.length > 0) return commandUse(rest);
  if (shells.test(name)) return shellWithArguments(rest);
  if (name === "command" && rest[0]?.startsWith("-")) return nothing;
  if (runners.test(name)) return runBy(name, rest);
  const kind = programKind(plain(program));
  if (kind !== "aws") return { kind, profile: "no" };
  return signsNothing(name, rest) ? nothing : { kind, profile: profileIn(rest) };
}

/** A word without the marks: what is known of it. */
function plain(word: string): string {
  return word.replaceAll(unknownWord, "").replaceAll(unknownWords, "");
}

const shells = /^(sh|bash|zsh|dash|ash|fish|cmd|powershell|pwsh)$/i;
const shellFlag = /^(-[a-z]*c|\/[cs]|-command|-encodedcommand)$/i;

/** `bash -c text`. A script is a program that no list names; a shell alone is told later what to run. */
function shellWithArguments(rest: readonly string[]): Use {
  const flag = rest.findIndex((word) => shellFlag.test(word));
  if (flag >= 0) return shellUse(rest.slice(flag + 1).join(" "));
  const script = rest.find((word) => !word.startsWith("-"));
  const kind = script === undefined || plain(script) === "" ? "unknown" : "unlisted";
  return { kind, profile: "no" };
}

const runners = /^(npx|bunx|uvx|pnpx|sudo|env|time|nohup|exec|command|xargs|timeout|nice|arch)$/;

/** `npx cdk`, `sudo -u me aws`, `timeout 30 aws`: the program is the first word that can be one. */
function runBy(runner: string, rest: readonly string[]): Use {
  const at = rest.findIndex((word) => !/^(-|\d+[smh]?$|\w+=)/.test(word));
  // Options that take a value hide the program behind it.
  const known = rest.findIndex((word) => programKind(plain(word)) === "aws");
  if (known >= 0 && known <= at + 1) return commandUse(rest.slice(known));
  if (at < 0) return nothing;
  const use = commandUse(rest.slice(at));
  return use.kind === "unlisted" && /^(npx|bunx|pnpx)$/.test(runner) ? nothing : use;
}

const asksItself = /^(--version|--help|-h|help|version)$/;
const takesValue = /^--(profile|region|output|endpoint-url|query|color|ca-bundle|cli-\w+-timeout)$/;

/** `aws --version`; `aws sso login` and `aws configure`, which sign nothing with the account's keys. */
function signsNothing(name: string, rest: readonly string[]): boolean {
  if (rest.length > 0 && rest.every((word) => asksItself.test(word))) return true;
  if (!/^aws2?$/.test(name)) return false;
  // What can't be told before a command is options: a command of its own would stand first.
  const [command, next] = rest.filter(
    (word, index) => !/^-|^\u0002$/.test(word) && !takesValue.test(rest[index - 1] ?? ""),
  );
  return command === "sso" || (command === "configure" && next !== "export-credentials");
}

function profileIn(words: readonly string[]): Use["profile"] {
  if (words.some((word) => /^--profile(=|$)/.test(word))) return "yes";
  return words.some((word) => word.includes(unknownWords)) ? "maybe" : "no";
}

const tokens =
  /((?:"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\\[\s\S]|[^\s|&;()<>"'`\\]|["'])+)|(\$\(|[|&;()`\r\n])|[<>]+&?\s*[^\s|&;]*|\s+/g;

/** A shell's text as lists of words, one for each command in it; quotes taken off. */
function commandsOf(text: string): string[][] {
  const commands: string[][] = [[]];
  for (const [, word, end] of text.replaceAll(argumentEnd, " ").matchAll(tokens)) {
    if (end !== undefined) commands.push([]);
    else if (word !== undefined) commands.at(-1)?.push(word.replace(/["']/g, ""));
  }
  return commands.filter((words) => words.length > 0);
}
