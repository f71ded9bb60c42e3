/** What a command line comes to, as findings ask it. */

import type { ProgramKind } from "./programs.js";

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
