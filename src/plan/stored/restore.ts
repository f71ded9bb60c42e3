/** A stored plan as one in memory, over the checkout that it is to be carried out in. */

import { join } from "node:path";
import { defaults } from "../../config/load.js";
import type { FileStore } from "../../disk/files.js";
import type { Edit, Fix, Problem } from "../../types.js";
import type { Change } from "../compose.js";
import type { Gated } from "../gates/index.js";
import type { ServerPlan } from "../plan.js";
import type {
  OwnEdits,
  StoredChange,
  StoredFinding,
  StoredPlace,
  StoredPlan,
  StoredServer,
  StoredTool,
} from "./model.js";

/** A server of a stored plan. */
export interface Restored {
  readonly plan: ServerPlan;
  readonly gated: Gated;
}

/** The servers of a plan below `root`. What is to be changed must be there; of other files the change is left out. */
export function restored(plan: StoredPlan, root: string, files: FileStore): Restored[] {
  const at = (path: string): string => join(root, path);
  const changes = plan.changes.map((change) => changeAt(change, at, plan, files));
  const fixOf = (own: OwnEdits): Fix => ({
    edits: own.flatMap(([change, edit]) => editAt(plan, change, edit, at)),
    imports: [],
  });
  return plan.servers.map((server) => serverAt(server, at, fixOf, changes));
}

type At = (path: string) => string;

function serverAt(
  stored: StoredServer,
  at: At,
  fixOf: (own: OwnEdits) => Fix,
  changes: readonly (Change | undefined)[],
): Restored {
  const placed = ({ file, ...place }: StoredPlace) => ({ ...place, file: at(file) });
  const withFix = (planned: boolean, edits: OwnEdits | undefined) =>
    planned ? { fix: fixOf(edits ?? []) } : {};
  const tools = stored.tools.map(
    ({ planned, edits, place, registration, further, reason, ...tool }: StoredTool) => ({
      ...tool,
      place: placed(place),
      ...(registration && { registration: placed(registration) }),
      ...(further && { further: further.map(placed) }),
      ...(reason !== undefined && { reason }),
      ...withFix(planned, edits),
    }),
  );
  const finding = ({ planned, edits, place, remedy, ignored, ...found }: StoredFinding) => ({
    ...found,
    place: placed(place),
    ...(remedy !== undefined && { remedy }),
    ...(ignored !== undefined && { ignored }),
    ...withFix(planned, edits),
  });
  const findings = stored.findings.map(finding);
  const problems = stored.problems.map((problem) => problemAt(problem, at));
  return {
    plan: {
      server: {
        language: stored.language,
        root: at(stored.root),
        name: stored.name,
        files: stored.files.map(at),
        ...(stored.manifest !== undefined && { manifest: at(stored.manifest) }),
        ...(stored.only && { only: stored.only.map(at) }),
      },
      settings: defaults,
      scan: { tools, findings, problems: [] },
      found: stored.found,
      unread: [],
    },
    gated: {
      selection: {
        tools: tools.filter(({ fix }) => fix),
        findings: findings.filter(({ fix }) => fix),
      },
      changes: stored.changes.flatMap((index) => changes[index] ?? []),
      findings: stored.added.map(finding),
      problems,
    },
  };
}

/** A problem with its file as it is in this checkout. */
export function problemAt({ line, ...problem }: StoredPlan["problems"][number], at: At): Problem {
  return { ...problem, file: at(problem.file), ...(line !== undefined && { line }) };
}

function changeAt(
  change: StoredChange,
  at: At,
  { contents }: StoredPlan,
  files: FileStore,
): Change | undefined {
  const { part } = change;
  const path = at(change.path);
  if (!("edits" in change)) {
    const content = Buffer.from(contents[change.after] ?? "");
    return { path, part, before: undefined, content, executable: change.executable };
  }
  const before = files.bytes(path);
  return before && { path, part, before, edits: change.edits.map((edit) => editIn(edit, path)) };
}

function editAt({ changes }: StoredPlan, change: number, edit: number, at: At): Edit[] {
  const found = changes[change];
  const own = found && "edits" in found ? found.edits[edit] : undefined;
  return found && own ? [editIn(own, at(found.path))] : [];
}

function editIn(
  { offset, text, rank }: { offset: number; text: string; rank?: number | undefined },
  file: string,
): Edit {
  return { file, offset, text, ...(rank !== undefined && { rank }) };
}
