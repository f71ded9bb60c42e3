/** `retrofit explain`: what a rule means, why it matters and what to do. Looks at no server. */

import { closest } from "fastest-levenshtein";
import { UserError } from "../errors.js";
import { ruleList, ruleText } from "../rules/guide/text.js";
import { type RuleId, rules } from "../rules/index.js";
import type { Io } from "./io.js";

/** Prints one rule in full, or without a name a line for each. Throws UserError for a rule that there is not. */
export function explain(rule: string | undefined, io: Io): "done" {
  io.out(rule === undefined ? ruleList() : ruleText(known(rule)));
  return "done";
}

function known(rule: string): RuleId {
  if (Object.hasOwn(rules, rule)) return rule as RuleId;
  const nearest = closest(rule, Object.keys(rules));
  throw new UserError(`no rule is named "${rule}": the nearest is ${nearest} (explain lists all)`);
}
