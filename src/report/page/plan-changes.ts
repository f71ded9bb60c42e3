/** What a plan changes beside the tools: shared insertions and new files. */

import { basename, dirname } from "node:path";
import { decode } from "../../disk/files.js";
import { hashOf } from "../../disk/hashes.js";
import type { Edit } from "../../types.js";
import { groupedBy } from "../group.js";
import { shownPath } from "../places.js";
import type { PageChange, PageFile } from "./model.js";
import type { View } from "./plan-view.js";
import { sideBySide } from "./side-by-side.js";

/** The insertions that are no tool's and no finding's own: imports, manifests, documentation. */
export function sharedOf({ servers, changes, root, ownersOf }: View): PageChange[] {
  const keyOf = ({ file, offset, text }: Edit): string => `${file}\0${offset}\0${text}`;
  const owned = new Set(
    servers
      .flatMap(({ gated: { selection } }) => [...selection.tools, ...selection.findings])
      .flatMap(({ fix }) => (fix?.edits ?? []).map(keyOf)),
  );
  return changes.flatMap((change) => {
    if (!change.before) return [];
    const edits = change.edits.filter((edit) => !owned.has(keyOf(edit)));
    if (edits.length === 0) return [];
    const [server = 0] = ownersOf.get(change.path) ?? [];
    const path = shownPath(change.path, root);
    return [{ server, path, diff: sideBySide({ ...change, edits }) }];
  });
}

/** The files that are added: those with the same text as one. */
export function addedOf({ changes, root, ownersOf }: View): PageFile[] {
  const added = changes.flatMap((change) => (change.before ? [] : [change]));
  return [...groupedBy(added, ({ content }) => hashOf(content))].map(([, some]) => {
    const paths = some.map(({ path }) => shownPath(path, root));
    const [first] = some;
    const path = first?.path ?? "";
    return {
      name: some.length > 1 ? `${basename(dirname(path))}/${basename(path)}` : (paths[0] ?? ""),
      paths,
      servers: [...new Set(some.flatMap((each) => ownersOf.get(each.path) ?? []))],
      text: first ? decode(first.content).text : "",
    };
  });
}
