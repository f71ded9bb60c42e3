/** Turns the accepted fixes of a plan into the bytes that would be written. */

import { decode, encode, type FileStore } from "../disk/files.js";
import { languageOf } from "../languages/registry.js";
import type { Edit, Finding, Fix, NewFile, Scan, ToolSite } from "../types.js";
import { byFile, insert } from "./edit.js";
import { fixable, type ServerPlan } from "./plan.js";

/** What would become of a file: `afterOf` gives its bytes. */
export type Change = Edited | Added;

/** What a change is part of: in this order they are shown, the lines that somebody wrote first. */
export const parts = ["tools", "around", "added", "services"] as const;
export type Part = (typeof parts)[number];

/** A file that is there, and what is inserted into it. */
export interface Edited {
  readonly path: string;
  readonly part?: Part;
  readonly before: Uint8Array;
  readonly edits: readonly Edit[];
}

/** A file that is not there yet. */
export interface Added {
  readonly path: string;
  readonly part?: Part;
  readonly before: undefined;
  readonly content: Uint8Array;
  readonly executable: boolean;
}

/** What composing a selection gives: the changes, and what the user should know about them. */
export interface Composition {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
}

/** What is accepted of a plan: its tools, and the findings that come with a fix. */
export interface Selection {
  readonly tools: readonly ToolSite[];
  readonly findings: readonly Finding[];
  /** Comments that leave other tools out. */
  readonly comments?: readonly Edit[];
}

/** Everything that can be done. */
export function everything(plan: ServerPlan): Selection {
  return { tools: plan.scan.tools.filter(({ fix }) => fix), findings: fixable(plan) };
}

/** The changes that a selection makes to a server. An empty selection makes none. */
export async function compose(
  plan: ServerPlan,
  selection: Selection,
  files: FileStore,
): Promise<Composition> {
  const { comments = [] } = selection;
  if (fixesOf(selection).length === 0) {
    return { changes: changesOf(comments, files), findings: [] };
  }
  const { server, scan, settings } = plan;
  const accepted = { ...scan, ...withFixesOf(selection, scan) };
  const supply = await languageOf(server.language).supply(server, files, accepted, settings);
  const own = await sourceEdits(plan, selection, files);
  const sources = new Set(own.map(({ file }) => file));
  const edited = changesOf([...own, ...supply.edits], files).map(
    (change): Change => ({ ...change, part: sources.has(change.path) ? "tools" : "around" }),
  );
  const changes = inOrder([...edited, ...supply.files.map(created)].sort(byPath));
  return { changes, findings: supply.findings };
}

/** Only what a selection inserts into the sources, for a reviewer who looks at one tool. */
export async function composeSources(
  plan: ServerPlan,
  selection: Selection,
  files: FileStore,
): Promise<Change[]> {
  return changesOf(await sourceEdits(plan, selection, files), files);
}

async function sourceEdits(
  { server }: ServerPlan,
  selection: Selection,
  files: FileStore,
): Promise<Edit[]> {
  const { comments = [] } = selection;
  const fixes = fixesOf(selection);
  const needs = fixes.flatMap(({ imports }) => imports);
  const imports = await languageOf(server.language).importEdits(server, files, needs);
  return [...fixes.flatMap(({ edits }) => edits), ...imports, ...comments];
}

function changesOf(edits: readonly Edit[], files: FileStore): Change[] {
  return [...byFile(edits)].map(([path, own]) => edited(path, own, files));
}

/** What was found, with the fixes that are accepted and no others: what is added and said follows from these. */
function withFixesOf({ tools, findings }: Selection, scan: Scan): Pick<Scan, "tools" | "findings"> {
  const [wanted, fixed] = [new Set(tools), new Set(findings)];
  return {
    tools: scan.tools.map((tool) => (wanted.has(tool) ? tool : withoutFix(tool))),
    findings: scan.findings.map((each) => (fixed.has(each) ? each : withoutFix(each))),
  };
}

function withoutFix<T extends { readonly fix?: Fix }>(found: T): T {
  const { fix: _left, ...rest } = found;
  return rest as T;
}

function byPath(a: Change, b: Change): number {
  return a.path < b.path ? -1 : 1;
}

/** The changes in the order in which people read them; those of one part as they are. */
export function inOrder(changes: readonly Change[]): Change[] {
  const rank = ({ part }: Change): number => parts.indexOf(part ?? "tools");
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

/** The fixes of what is accepted. */
export function fixesOf({ tools, findings }: Selection): Fix[] {
  return [...tools, ...findings].flatMap(({ fix }) => (fix ? [fix] : []));
}

function edited(path: string, edits: readonly Edit[], files: FileStore): Edited {
  const before = files.bytes(path);
  if (!before) throw new Error(`planned an edit of ${path}, which is not there`);
  return { path, before, edits };
}

/** The bytes of a file with the change made, in the file's own encoding. */
export function afterOf(change: Change): Uint8Array {
  if (!change.before) return change.content;
  const source = decode(change.before);
  return encode({ ...source, text: insert(source.text, change.edits) });
}

/**
 * The changes of several servers as one list. Servers may share a file, such as a helper in a package of
 * their workspace: it changes once, and an insertion that several of them want is made once.
 */
export function withoutRepeats(changes: readonly Change[]): Change[] {
  const known = new Map<string, Change>();
  for (const change of changes) {
    const other = known.get(change.path);
    known.set(change.path, other ? union(other, change) : change);
  }
  return inOrder([...known.values()]);
}

function union(one: Change, other: Change): Change {
  if (!one.before || !other.before) return one;
  const first = one.part === "around" ? other : one;
  return { ...first, edits: [...one.edits, ...other.edits] };
}

/** What was encoded before: many servers are given the same files. */
const encoded = new Map<string, Uint8Array>();

function created({ path, content, executable, isVendored }: NewFile): Added {
  const bytes = encoded.get(content) ?? new TextEncoder().encode(content);
  encoded.set(content, bytes);
  const part = isVendored ? "services" : "added";
  return { path, part, before: undefined, content: bytes, executable: executable ?? false };
}

/** The bytes that the changes would leave on the disk, by path. */
export function bytesAfter(changes: readonly Change[]): Map<string, Uint8Array> {
  return new Map(changes.map((change) => [change.path, afterOf(change)]));
}
