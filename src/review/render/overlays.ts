/** What is laid over a view: the keys, and explanations. */

import type { ChalkInstance } from "chalk";
import { type RuleId, rules } from "../../rules/index.js";
import type { Deck } from "../deck.js";
import { bindingsOf } from "../keys.js";
import type { State, View } from "../state.js";
import { unitAt } from "../step.js";
import { findingText } from "./about.js";
import { outlierLines, whyLines } from "./group.js";
import { item, wrap } from "./text.js";

const WIDEST_KEY = 13;

/** Every key of the view below. */
export function helpLines(view: View, width: number, paint: ChalkInstance): string[] {
  return [
    ...bindingsOf(view.kind).flatMap(({ shown, help }) =>
      item(`  ${shown.padEnd(WIDEST_KEY)}`, help, width),
    ),
    ...item(`  ${"Ctrl-C".padEnd(WIDEST_KEY)}`, "write nothing and leave", width),
    "",
    ...wrap(
      paint.dim(
        "[x] accepted, [-] skipped, [ ] not decided. ~ is a line with an insertion, + a new line. Nothing is written before the last question.",
      ),
      width,
    ),
  ];
}

/** Why a tool is changed so, and what the findings at it mean. */
export function explainLines(
  deck: Deck,
  state: State,
  width: number,
  paint: ChalkInstance,
): string[] {
  const unit = unitAt(deck, state.view);
  const stack = unit && deck.groups[unit.group];
  if (!unit || !stack) return [];
  return [
    ...outlierLines(stack, width, paint),
    ...whyLines(stack, width, paint),
    ...[...unit.findings, ...unit.fixes].flatMap((finding) => {
      const rule = rules[finding.rule as RuleId];
      return [
        "",
        ...wrap(findingText(finding, deck.cwd, paint), width),
        ...wrap(rule ? `${rule.summary} What to do: ${rule.remedy}.` : "", width, "  "),
        ...wrap(paint.dim(`mcp-retrofit explain ${finding.rule} shows examples`), width, "  "),
      ];
    }),
  ];
}
