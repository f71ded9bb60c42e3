/** What the parts of a plan's page are made from. */

import type { Change } from "../../plan/compose.js";
import { byFile } from "../../plan/edit.js";
import type { Gated } from "../../plan/gates/index.js";
import type { ServerPlan } from "../../plan/plan.js";
import type { Fix } from "../../types.js";
import { groupedBy } from "../group.js";
import { shownPath } from "../places.js";
import type { PageChange } from "./model.js";
import { sideBySide } from "./side-by-side.js";

/** A server, and what is to be written in it. */
export interface Planned {
  readonly plan: ServerPlan;
  readonly gated: Gated;
}

/** A plan, with what its parts ask for. */
export interface View {
  readonly servers: readonly Planned[];
  readonly changes: readonly Change[];
  readonly root: string;
  /** A server's place in the list, by its plan. */
  readonly indexOf: ReadonlyMap<ServerPlan, number>;
  /** Which servers a file is changed for. */
  readonly ownersOf: ReadonlyMap<string, readonly number[]>;
  /** The insertions of a fix, each file as a change of its own. */
  readonly own: (fix: Fix | undefined, server: number) => PageChange[];
}

/** The view of a plan. Paths are shown from `root` on. */
export function viewOf(
  servers: readonly Planned[],
  changes: readonly Change[],
  root: string,
): View {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const owners = servers.flatMap(({ gated }, index) =>
    gated.changes.map(({ path }) => ({ path, index })),
  );
  return {
    servers,
    changes,
    root,
    indexOf: new Map(servers.map(({ plan }, index) => [plan, index])),
    ownersOf: new Map(
      [...groupedBy(owners, ({ path }) => path)].map(([path, some]) => [
        path,
        some.map(({ index }) => index),
      ]),
    ),
    own: (fix, server) =>
      [...byFile(fix?.edits ?? [])].flatMap(([path, edits]) => {
        const change = byPath.get(path);
        if (!change?.before) return [];
        const diff = sideBySide({ ...change, edits });
        return [{ server, path: shownPath(path, root), diff }];
      }),
  };
}
