/** What is written beside the tools' own edits, once for all servers: nothing of it goes unshown. */

import { isUtf8 } from "node:buffer";
import { relative, sep } from "node:path";
import { decode } from "../disk/files.js";
import { type Change, type Selection, withoutRepeats } from "../plan/compose.js";
import { normalize } from "../plan/edit.js";
import type { Prepared } from "../run/prepare.js";
import type { Edit } from "../types.js";
import { type MarkedLine, markedLines } from "./marked.js";

export const kinds = ["fixes", "imports", "comments", "around", "added", "services"] as const;
export type Kind = (typeof kinds)[number];

/** A file, or several with the same content, with what is inserted into it; all of a new file is. */
export interface Shared {
  readonly paths: readonly string[];
  readonly lines: readonly MarkedLine[];
  readonly isNew: boolean;
  readonly isExecutable: boolean;
}

/** What of one kind is written, in every server. */
export interface Part {
  readonly kind: Kind;
  readonly files: readonly Shared[];
}

/** All that is written for these servers but their tools' own edits, by kind; kinds without a file are left out. */
export function restOf(servers: readonly Prepared[]): Part[] {
  const kindOf = kindsIn(servers);
  const files = new Map<Kind, Shared[]>(kinds.map((kind) => [kind, []]));
  for (const change of withoutRepeats(servers.flatMap(({ gated }) => gated.changes))) {
    if (!change.before) {
      files.get(change.part === "services" ? "services" : "added")?.push(added(change));
      continue;
    }
    for (const kind of kinds) {
      const edits = normalize(change.edits).filter((edit) => kindOf(edit, change) === kind);
      if (edits.length > 0) files.get(kind)?.push(edited(change, edits));
    }
  }
  const roots = servers.map(({ plan }) => plan.server.root);
  return kinds
    .map((kind) => ({ kind, files: alike(files.get(kind) ?? [], roots) }))
    .filter((part) => part.files.length > 0);
}

/** Says of what kind an edit is; undefined of a tool's own. */
function kindsIn(servers: readonly Prepared[]) {
  const keysIn = (editsOf: (selection: Selection) => readonly Edit[]) =>
    new Set(servers.flatMap(({ gated }) => editsOf(gated.selection).map(keyOf)));
  const tools = keysIn(({ tools }) => tools.flatMap(({ fix }) => fix?.edits ?? []));
  const fixes = keysIn(({ findings }) => findings.flatMap(({ fix }) => fix?.edits ?? []));
  const comments = keysIn(({ comments = [] }) => comments);
  return (edit: Edit, { part }: Change): Kind | undefined => {
    const key = keyOf(edit);
    if (tools.has(key)) return undefined;
    if (fixes.has(key)) return "fixes";
    if (comments.has(key)) return "comments";
    return part === "around" ? "around" : "imports";
  };
}

function edited(change: Change & { before: Uint8Array }, edits: readonly Edit[]): Shared {
  const lines = markedLines(decode(change.before).text, edits);
  return { paths: [change.path], lines, isNew: false, isExecutable: false };
}

function added(change: Change & { before: undefined }): Shared {
  const text = isUtf8(change.content) ? decode(change.content).text : "(not text)";
  const lines = markedLines("", [{ file: change.path, offset: 0, text }]);
  return { paths: [change.path], lines, isNew: true, isExecutable: change.executable };
}

/** New files of the same name and content, which many servers are given, as one. */
function alike(files: readonly Shared[], roots: readonly string[]): Shared[] {
  const known = new Map<string, Shared>();
  for (const file of files) {
    const [path = ""] = file.paths;
    const text = file.isNew ? textOf(file) : "";
    const key = file.isNew ? `${nameIn(path, roots)}\0${text}` : path;
    const other = known.get(key);
    known.set(key, other ? { ...other, paths: [...other.paths, path] } : file);
  }
  return [...known.values()];
}

function textOf({ lines }: Shared): string {
  return lines.map(({ pieces }) => pieces.map(({ text }) => text).join("")).join("\n");
}

/** The name of a file without the folder that its server gives it. */
function nameIn(path: string, roots: readonly string[]): string {
  const root = roots.find((each) => path.startsWith(each + sep));
  const parts = (root ? relative(root, path) : path).split(sep);
  return parts.slice(-2).join("/");
}

function keyOf({ file, offset, text, rank = 0 }: Edit): string {
  return `${file}\0${offset}\0${rank}\0${text}`;
}
