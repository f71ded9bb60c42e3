/** What would be written of what is accepted so far. */

import { refuseStale } from "../disk/apply.js";
import { createFileStore, type FileStore } from "../disk/files.js";
import type { Selection } from "../plan/compose.js";
import { composeGated } from "../plan/gates/index.js";
import { commentsFor } from "../plan/leave-out.js";
import type { Prepared } from "../run/prepare.js";
import type { Problem } from "../types.js";
import type { Deck, Unit } from "./deck.js";
import { restOf } from "./rest.js";
import type { Proposed, State } from "./state.js";

type Decisions = Pick<State, "verdicts" | "reasons">;

/**
 * Composes and gates what is accepted of each server, with the comments for what is left out: whatever it is, nothing
 * else is shown or written. Throws UserError where a file has changed since it was planned.
 */
export async function propose(deck: Deck, decisions: Decisions): Promise<Proposed> {
  const files = createFileStore();
  const servers: Prepared[] = [];
  const problems: Problem[] = [];
  for (const [index, server] of deck.servers.entries()) {
    const units = deck.units.filter((unit) => unit.server === index);
    const isTouched = ({ id }: Unit): boolean =>
      decisions.verdicts.get(id) === "accepted" || decisions.reasons.has(id);
    if (!units.some(isTouched)) continue;
    refuseStale(server.hashes);
    const { selection, problems: refused } = await selectionOf(server, units, decisions, files);
    const gated = await composeGated(server.plan, selection, files);
    servers.push({ ...server, gated });
    problems.push(...refused, ...gated.problems);
  }
  return { servers, parts: restOf(servers), problems };
}

/** Fixes go with the first tool: one whose client keeps its own account would ignore the account that it is given. */
async function selectionOf(
  { plan, gated }: Prepared,
  units: readonly Unit[],
  { verdicts, reasons }: Decisions,
  files: FileStore,
): Promise<{ readonly selection: Selection; readonly problems: readonly Problem[] }> {
  const accepted = units.filter(({ id }) => verdicts.get(id) === "accepted");
  const wanted = units.flatMap(({ id, tools }) => {
    const reason = reasons.get(id);
    return reason === undefined ? [] : [{ tools, reason }];
  });
  const { edits, problems } = await commentsFor(plan, wanted, files);
  const findings = accepted.length > 0 ? gated.selection.findings : [];
  const tools = accepted.flatMap((unit) => unit.tools);
  return { selection: { tools, findings, comments: edits }, problems };
}
