/** The conversation in a terminal: what there is to decide, then what would be written, and one last question. */

import type { ChalkInstance } from "chalk";
import type { Prepared } from "../run/prepare.js";
import type { Problem } from "../types.js";
import { deckOf } from "./deck.js";
import { propose } from "./propose.js";
import { screenOf } from "./render/screen.js";
import { type Proposed, start } from "./state.js";
import { proposed, step } from "./step.js";
import type { Terminal } from "./terminal.js";

/** How a conversation ended: what is to be written; nothing, by choice; or Ctrl-C. */
export type Answer = { readonly write: Proposed } | "write nothing" | "cancel";

/** Talks about all servers at once. Nothing is written here. */
export async function review(
  servers: readonly Prepared[],
  problems: readonly Problem[],
  { cwd, paint }: { readonly cwd: string; readonly paint: ChalkInstance },
  terminal: Terminal,
): Promise<Answer> {
  const deck = await deckOf(servers, problems, cwd);
  let state = start;
  for (;;) {
    const screen = screenOf(deck, state, terminal.size(), paint);
    terminal.show(screen.lines);
    state = screen.state;
    const key = await terminal.next();
    if (key === "resize") continue;
    const next = step(deck, state, key);
    state = next.state;
    if (next.effect === "cancel") return "cancel";
    if (next.effect === "write nothing") return "write nothing";
    if (next.effect === "write" && state.proposed) return { write: state.proposed };
    if (next.effect !== "propose") continue;
    terminal.show(screenOf(deck, state, terminal.size(), paint).lines);
    state = proposed(state, await propose(deck, state));
  }
}
