/** What is to be said of a process, by what its command line comes to. One place for both languages. */

import type { RuleId } from "../../rules/index.js";
import type { Severity } from "../../types.js";
import type { Use } from "./use.js";

/** Something to say of a process. */
export interface Trouble {
  readonly rule: RuleId;
  /** Where it is not that of the rule. */
  readonly severity?: Severity;
  readonly message: string;
  /** What helps: the account's environment; that, if the program uses AWS at all; or taking out what beats it. */
  readonly remedy: "environment" | "environment-if-aws" | "leave-out";
  /** The program that may be declared; empty where it can't be told. */
  readonly program: string;
}

/** What is known of the process and of the server that starts it. */
export interface Surroundings {
  /** Whether the environment is the account's, or one that the server made for it with keys. */
  readonly hasAccount: boolean;
  /** Whether the server has to do with AWS at all, by what its sources name. */
  readonly reachesAws: boolean;
}

/** What is wrong with a process, the worst first. */
export function troublesOf(use: Use, { hasAccount, reachesAws }: Surroundings): readonly Trouble[] {
  if (use.kind === "none") return [];
  if (use.kind === "aws") return ofAws(use, hasAccount);
  if (hasAccount) return [];
  const rule = use.kind === "unknown" ? "subprocess-environment" : "subprocess-program";
  const graded = reachesAws ? {} : { severity: "note" as const };
  const message = perhapsAws[use.kind](use.program);
  return [{ rule, ...graded, message, remedy: "environment-if-aws", program: use.program }];
}

const perhapsAws = {
  unknown: () =>
    "it can't be told which program this is; with the server's environment it acts in the server's account",
  unlisted: (program: string) =>
    `it isn't known whether \`${program}\` uses AWS: with the server's environment it would act in the server's account`,
  code: (program: string) =>
    `\`${program}\` runs code that is not looked into: if that uses AWS, it acts in the server's account, by the server's environment`,
};

const messages = {
  usesAws: "this program uses AWS with the server's environment, so in the server's account",
  withProfile:
    "`--profile` beats the keys of the environment: the command acts in the profile's account, whichever was asked for",
  perhapsProfile:
    "the arguments can't be told: a `--profile` among them would beat the keys of the account that was asked for",
  ownAccount:
    "the command line brings keys or a profile, or takes the environment away: the command acts in an account of its own, whichever was asked for",
};

/** A rival of the environment can't be fixed: the program takes it before anything that the environment holds. */
function ofAws({ account, program }: Use, hasAccount: boolean): readonly Trouble[] {
  const trouble = (
    rule: RuleId,
    message: keyof typeof messages,
    remedy: Trouble["remedy"],
  ): Trouble => ({ rule, message: messages[message], remedy, program });
  if (account === "own") return [trouble("subprocess-environment", "ownAccount", "leave-out")];
  if (account === "profile") return [trouble("subprocess-environment", "withProfile", "leave-out")];
  const found = hasAccount ? [] : [trouble("subprocess-environment", "usesAws", "environment")];
  return account === "perhaps-profile"
    ? [...found, trouble("subprocess-profile", "perhapsProfile", "leave-out")]
    : found;
}

/** The way out where it is a person's to say what a program is: the configuration, else what starts it or a pragma. */
export function declaring(program: string, start: string, pragma: string): string {
  if (program === "") return `if it uses AWS, ${start}; else mark the line \`${pragma}\``;
  const entry = (said: string): string =>
    `\`"programs": { ${JSON.stringify(program)}: "${said}" }\``;
  return `say in the configuration what it is: ${entry("aws")}, and it gets the account's environment, or ${entry("none: why")}`;
}
