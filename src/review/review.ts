/** The conversation in a terminal: each tool's diff, a question, and in the end one answer for the server. */

import { confirm, isCancel, select } from "@clack/prompts";
import type { Io } from "../commands/io.js";
import { decode, type FileStore } from "../disk/files.js";
import { diffRootOf } from "../disk/git.js";
import { type Change, composeSources, type Selection } from "../plan/compose.js";
import { diffOf } from "../plan/diff.js";
import type { Gated } from "../plan/gates/index.js";
import { groupBySharedEdits, type ServerPlan } from "../plan/plan.js";
import { count } from "../report/count.js";
import { paintDiff } from "../report/paint.js";
import { shownPath } from "../report/places.js";
import type { ToolSite } from "../types.js";

/** What the reviewer accepted of one server. `quit` means: ask about no further server. */
export interface Answer {
  readonly selection: Selection;
  readonly quit: boolean;
}

type Choice = "accept" | "skip" | "all" | "quit";

/**
 * Asks about every tool of a server, those that share an edit together. Quitting keeps what was
 * accepted; cancelling (Ctrl-C) gives up everything. The clients' fixes go with the first accepted
 * tool: a tool whose client keeps its own account would ignore the account it is given.
 */
export async function review(
  plan: ServerPlan,
  gated: Gated,
  files: FileStore,
  io: Io,
): Promise<Answer | "cancel"> {
  const accepted: ToolSite[] = [];
  const groups = groupBySharedEdits(gated.selection.tools);
  let quit = false;
  for (const [index, tools] of groups.entries()) {
    await showDiff(plan, { tools, findings: [] }, files, io);
    const answer = await ask(tools, `${index + 1} of ${groups.length}`);
    if (answer === "cancel") return "cancel";
    if (answer === "accept") accepted.push(...tools);
    if (answer === "all") accepted.push(...groups.slice(index).flat());
    quit = answer === "quit";
    if (answer === "all" || quit) break;
  }
  return settle(plan, gated, { accepted, quit }, files, io);
}

/** The clients and the added files, then the last question before anything is written. */
async function settle(
  plan: ServerPlan,
  gated: Gated,
  { accepted, quit }: { accepted: readonly ToolSite[]; quit: boolean },
  files: FileStore,
  io: Io,
): Promise<Answer | "cancel"> {
  const nothing = { selection: { tools: [], findings: [] }, quit };
  const { findings, tools } = gated.selection;
  if (accepted.length === 0 && tools.length > 0) return nothing;
  if (findings.length > 0) await showDiff(plan, { tools: [], findings }, files, io);
  const added = gated.changes.filter(({ before }) => !before);
  for (const { path } of added)
    io.say(`  ${io.paint.green("new file")} ${shownPath(path, io.cwd)}`);
  const message = `Write ${count(accepted.length, "tool")} of ${plan.server.name}?`;
  const answer = await confirm({ message });
  if (isCancel(answer)) return "cancel";
  return answer ? { selection: { tools: accepted, findings }, quit } : nothing;
}

async function ask(tools: readonly ToolSite[], position: string): Promise<Choice | "cancel"> {
  const names = tools.map(({ name }) => name).join(", ");
  const answer = await select<Choice>({
    message: `${position}: ${names}`,
    options: [
      { value: "accept", label: tools.length === 1 ? "accept" : "accept (they share an edit)" },
      { value: "skip", label: "skip" },
      { value: "all", label: "accept this and all that follow" },
      { value: "quit", label: "quit, and keep what was accepted" },
    ],
  });
  return isCancel(answer) ? "cancel" : answer;
}

async function showDiff(
  plan: ServerPlan,
  selection: Selection,
  files: FileStore,
  io: Io,
): Promise<void> {
  const changes = await composeSources(plan, selection, files);
  const root = diffRootOf(
    changes.map(({ path }) => path),
    io.cwd,
  );
  for (const change of changes) io.say(paintDiff(textOf(change, root), io.paint));
}

function textOf(change: Change, root: string): string {
  return decode(diffOf(change, root)).text;
}
