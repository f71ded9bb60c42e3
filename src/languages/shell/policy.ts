/** What is to be said of a process, by what its command line comes to. One place for both languages. */

import type { RuleId } from "../../rules.js";
import type { Use } from "./command-line.js";

/** Something to say of a process. */
export interface Trouble {
  readonly rule: RuleId;
  readonly message: string;
  /** What helps: the account's environment, leaving the account's rival out, or that, if the program uses AWS at all. */
  readonly remedy: "environment" | "leave-out" | "environment-if-aws";
}

const messages = {
  usesAws: "this program uses AWS with the server's environment, so in the server's account",
  notKnown:
    "it can't be told which program this is; with the server's environment it acts in the server's account",
  notListed:
    "this program has the server's environment: if it uses AWS, it acts in the server's account",
  runsCode:
    "what this program runs is not looked into, and it has the server's environment: if it uses AWS, it acts in the server's account",
  withProfile:
    "`--profile` beats the keys of the environment: the command acts in the profile's account, whichever was asked for",
  perhapsProfile:
    "the arguments can't be told: a `--profile` among them would beat the keys of the account that was asked for",
  ownAccount:
    "the command line brings keys or a profile, or takes the environment away: the command acts in an account of its own, whichever was asked for",
};

/**
 * What is wrong with a process, the worst first. `hasAccount` says whether its environment is the account's, or one that
 * the server made for it with keys.
 */
export function troublesOf(use: Use, hasAccount: boolean): readonly Trouble[] {
  switch (use.kind) {
    case "none":
      return [];
    case "aws":
      return ofAws(use, hasAccount);
    case "unknown":
      return hasAccount ? [] : [perhaps("subprocess-environment", messages.notKnown)];
    case "code":
      return hasAccount ? [] : [perhaps("subprocess-program", messages.runsCode)];
    case "unlisted":
      return hasAccount ? [] : [perhaps("subprocess-program", messages.notListed)];
  }
}

function perhaps(rule: RuleId, message: string): Trouble {
  return { rule, message, remedy: "environment-if-aws" };
}

/** A rival of the environment can't be fixed: the program takes it before anything that the environment holds. */
function ofAws({ account }: Use, hasAccount: boolean): readonly Trouble[] {
  const rule = "subprocess-environment";
  if (account === "own") return [{ rule, message: messages.ownAccount, remedy: "leave-out" }];
  if (account === "profile") return [{ rule, message: messages.withProfile, remedy: "leave-out" }];
  const found: Trouble[] = hasAccount
    ? []
    : [{ rule, message: messages.usesAws, remedy: "environment" }];
  const { perhapsProfile: message } = messages;
  return account === "perhaps-profile"
    ? [...found, { rule: "subprocess-profile", message, remedy: "leave-out" }]
    : found;
}
