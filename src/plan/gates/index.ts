/** Composes a plan and lets nothing through that does not pass five gates. */

import type { FileStore } from "../../disk/files.js";
import { languageOf } from "../../languages/registry.js";
import type { Fix, Place, Problem } from "../../types.js";
import { bytesAfter, type Change, type Composition, compose, type Selection } from "../compose.js";
import { planServer, type ServerPlan } from "../plan.js";
import { allMigrated } from "./all-migrated.js";
import type { Gate, Proposal } from "./gate.js";
import { importsResolve } from "./imports-resolve.js";
import { withoutLinked } from "./links.js";
import { nothingLeft } from "./nothing-left.js";
import { onlyInserted } from "./only-inserted.js";
import { parses } from "./parses.js";

export interface Gated extends Composition {
  /** What of the selection is in the changes: the rest would not have passed. */
  readonly selection: Selection;
  /** A problem for each file that did not pass: it is left as it was. */
  readonly problems: readonly Problem[];
}

/** Whoever does not pass the gates of one row is not sent to the next, which would only say the same again. */
const rows: readonly (readonly Gate[])[] = [
  [parses, onlyInserted],
  [importsResolve, nothingLeft, allMigrated],
];

/**
 * Composes a selection and leaves out, tool by tool, what does not pass the gates or lies behind a link.
 * Every round drops at least one fix, so it ends.
 */
export async function composeGated(
  plan: ServerPlan,
  wanted: Selection,
  files: FileStore,
): Promise<Gated> {
  const problems: Problem[] = [];
  let selection = wanted;
  for (;;) {
    const composition = await compose(plan, selection, files);
    const { changes, aside, needed } = withoutLinked(composition.changes, plan);
    const failures = needed.length > 0 ? needed : await failuresOf(plan, selection, changes, files);
    problems.push(...failures);
    if (failures.length === 0) {
      return { ...composition, changes, selection, problems: [...problems, ...aside] };
    }
    selection = without(selection, new Set(failures.map(({ file }) => file)));
  }
}

async function failuresOf(
  plan: ServerPlan,
  selection: Selection,
  changes: readonly Change[],
  files: FileStore,
): Promise<readonly Problem[]> {
  if (changes.length === 0) return [];
  const proposal = proposalOf(plan, selection, changes, files);
  for (const gates of rows) {
    const failures = (await Promise.all(gates.map((gate) => gate(proposal)))).flat();
    if (failures.length > 0) return oneForEachFile(failures);
  }
  return [];
}

function proposalOf(
  plan: ServerPlan,
  selection: Selection,
  changes: readonly Change[],
  files: FileStore,
): Proposal {
  const filesAfter = files.over(bytesAfter(changes));
  let again: Promise<ServerPlan> | undefined;
  return {
    plan,
    selection,
    changes,
    files,
    filesAfter,
    again: () => {
      const parts = selection.findings.length > 0 ? "all" : "tools";
      again ??= planServer(serverAfter(plan, changes), filesAfter, plan.settings, parts);
      return again;
    },
  };
}

/** The server with the sources that are added to it. */
function serverAfter({ server }: ServerPlan, changes: readonly Change[]): ServerPlan["server"] {
  const { extensions } = languageOf(server.language);
  const isSource = (path: string): boolean =>
    !path.endsWith(".d.ts") && extensions.some((extension) => path.endsWith(extension));
  const added = changes.filter(({ path, before }) => !before && isSource(path));
  return { ...server, files: [...server.files, ...added.map(({ path }) => path)].sort() };
}

/** Several gates may say the same in other words: the first of them says it. */
function oneForEachFile(problems: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const key = `${problem.file}\0${problem.line ?? ""}`;
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}

/** A selection without the fixes and comments that touch these files; without any where that drops none. */
function without(selection: Selection, failed: ReadonlySet<string>): Selection {
  const { comments = [] } = selection;
  const kept = comments.filter(({ file }) => !failed.has(file));
  if (kept.length < comments.length) return { ...selection, comments: kept };
  const touches = (place: Place, fix: Fix | undefined): boolean =>
    failed.has(place.file) || (fix?.edits ?? []).some(({ file }) => failed.has(file));
  const tools = selection.tools.filter(({ place, fix }) => !touches(place, fix));
  const findings = selection.findings.filter(({ place, fix }) => !touches(place, fix));
  const dropped =
    tools.length < selection.tools.length || findings.length < selection.findings.length;
  return dropped ? { tools, findings } : { tools: [], findings: [] };
}
