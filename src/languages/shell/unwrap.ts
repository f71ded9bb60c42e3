/** What `sudo`, `timeout`, `npx`, `bash -c` and the like run in the end. */

import type { Assignment, Command } from "./commands.js";
import { programName } from "./programs.js";
import { type Runner, runners, valuedBefore } from "./runners.js";
import { concat, known, knownIn, startOf, type Text } from "./text.js";

/** What a command runs: another command, or a text for a shell. */
export type Run =
  | { readonly command: Command; readonly keepsEnvironment: boolean }
  | { readonly script: Text };

/** What a command runs besides itself; undefined for one that runs nothing but itself. */
export function runBy(command: Command): Run | undefined {
  const name = nameOf(command.words[0]);
  if (name === "eval") return { script: spaced(command.words.slice(1)) };
  if (name === "find" || name === "fd") return ranByFind(command);
  const found = runnerIn(command.words, name);
  return found && ranBy(found.runner, found.rest, command);
}

/** The name of a program, as far as its word is known. */
export function nameOf(word: Text | undefined): string {
  return programName(knownIn(word ?? []));
}

/** Words as the text that a shell takes them for. */
export function spaced(words: readonly Text[]): Text {
  return concat(...words.flatMap((word, index) => (index === 0 ? [word] : [known(" "), word])));
}

/** Whether a program by itself does nothing but run others. */
export function isRunner(name: string): boolean {
  return find(name) !== undefined;
}

/** The word that tells a program what to do: the first that is no option. */
export function operandOf(name: string, rest: readonly Text[]): Text {
  return rest[firstOperand(rest, valuedOf(name))] ?? [];
}

/** A runner by its name alone, or by that and the words behind it: `uv tool run`. */
function runnerIn(
  words: readonly Text[],
  name: string,
): { readonly runner: Runner; readonly rest: readonly Text[] } | undefined {
  const alone = find(name);
  if (alone) return { runner: alone, rest: words.slice(1) };
  const at = firstOperand(words.slice(1), valuedOf(name)) + 1;
  const two = `${name} ${knownIn(words[at] ?? [])}`;
  const three = `${two} ${knownIn(words[at + 1] ?? [])}`;
  for (const [key, length] of [
    [two, 1],
    [three, 2],
  ] as const) {
    const runner = at > 0 ? find(key) : undefined;
    if (runner) return { runner, rest: words.slice(at + length) };
  }
  return undefined;
}

function valuedOf(name: string): string | undefined {
  return Object.hasOwn(valuedBefore, name) ? valuedBefore[name] : undefined;
}

function find(name: string): Runner | undefined {
  return Object.hasOwn(runners, name) ? runners[name] : undefined;
}

function ranBy(
  runner: Runner,
  rest: readonly Text[],
  { environment, input }: Command,
): Run | undefined {
  const start = firstOperand(rest, runner.valued);
  const text = optionValue(rest, runner.takesTextLast ? rest.length : start, runner.text);
  if (text) return { script: spaced(text) };
  const operands = rest.slice(start);
  const end = operands.findIndex((word) => !runner.assigns || !isAssignment(word));
  const set = operands.slice(0, Math.max(end, 0)).map(assigned);
  const behind = operands.slice(set.length + (runner.operands ?? 0));
  const words = startOf(behind[0] ?? []) === "--" ? behind.slice(1) : behind;
  if (words.length === 0) return undefined;
  const command = { words, environment: [...environment, ...set], ...(input && { input }) };
  return { command, keepsEnvironment: keepsEnvironment(runner, rest.slice(0, start)) };
}

function keepsEnvironment(
  { ownCredentials, drops, keeps }: Runner,
  options: readonly Text[],
): boolean {
  const has = (names: string): boolean =>
    options.some((option) => names.split(" ").includes(startOf(option).split("=", 1)[0] ?? ""));
  if (ownCredentials || (drops && has(drops))) return false;
  return !keeps || has(keeps);
}

/** Where the first word stands that is neither an option nor the value of one; behind all, if none is. */
function firstOperand(words: readonly Text[], valued = ""): number {
  const withValue = new Set(valued.split(" "));
  let at = 0;
  while (at < words.length) {
    const word = startOf(words[at] ?? []);
    if (word === "--") return at + 1;
    if (!/^-./.test(word)) return at;
    at += withValue.has(word) ? 2 : 1;
  }
  return at;
}

/** The word behind an option, among the first `end` words, that takes a shell's text. */
function optionValue(
  words: readonly Text[],
  end: number,
  options = "",
): readonly Text[] | undefined {
  const names = new Set(options.split(" ").filter(Boolean));
  const at = words.slice(0, end).findIndex((word) => names.has(knownIn(word)));
  return at < 0 ? undefined : words.slice(at + 1, at + 2);
}

function isAssignment(word: Text | undefined): boolean {
  return /^\w+=/.test(startOf(word ?? []));
}

function assigned(word: Text): Assignment {
  const [name = ""] = startOf(word).split("=", 1);
  const [first, ...rest] = word;
  return { name, value: concat(known(String(first).slice(name.length + 1)), rest) };
}

/** `find … -exec aws s3 cp {} \;` */
function ranByFind({ words, environment }: Command): Run | undefined {
  const at = words.findIndex((word) => /^(-exec|-execdir|-ok|-x|--exec)$/.test(knownIn(word)));
  if (at < 0) return undefined;
  const end = words.findIndex((word, index) => index > at && /^[;+]$/.test(knownIn(word)));
  const run = words.slice(at + 1, end < 0 ? undefined : end);
  return { command: { words: run, environment }, keepsEnvironment: true };
}
