/**
 * What every planned file must pass before it is shown or written: it parses; without the insertions it
 * is the original; planning it again gives nothing; every tool accepted in it is now found migrated.
 */

import { extname } from "node:path";
import { decode, encode, type FileStore } from "../disk/files.js";
import { hashOf } from "../disk/hashes.js";
import type { Language } from "../languages/language.js";
import { languageOf } from "../languages/registry.js";
import type { Fix, Place, Problem, ToolSite } from "../types.js";
import {
  afterOf,
  bytesAfter,
  type Change,
  type Composition,
  compose,
  type Selection,
} from "./compose.js";
import { takeOut } from "./edit.js";
import { planServer, type ServerPlan } from "./plan.js";

export interface Gated extends Composition {
  /** What of the selection is in the changes: the rest would not have passed. */
  readonly selection: Selection;
  /** A problem for each file that did not pass: it is left as it was. */
  readonly problems: readonly Problem[];
}

/**
 * Composes a selection and leaves out, tool by tool, what does not pass the gates.
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
    const failures = await failuresOf(plan, selection, composition.changes, files);
    problems.push(...failures);
    if (failures.length === 0) return { ...composition, selection, problems };
    selection = without(selection, new Set(failures.map(({ file }) => file)));
  }
}

async function failuresOf(
  plan: ServerPlan,
  selection: Selection,
  changes: readonly Change[],
  files: FileStore,
): Promise<Problem[]> {
  const alone = await Promise.all(changes.map((change) => failureOf(plan, change)));
  const failures = alone.filter((found) => found !== undefined);
  return failures.length > 0 ? failures : secondPass(plan, selection, changes, files);
}

/** The first two gates, which look at one file. */
async function failureOf(plan: ServerPlan, change: Change): Promise<Problem | undefined> {
  const language = languageOf(plan.server.language);
  const { text, encoding } = decode(afterOf(change));
  if (change.before) {
    const left = encode({ text: takeOut(text, change.edits), encoding });
    if (!Buffer.from(left).equals(change.before)) {
      return failed(change.path, "taking the insertions out does not give the original file back");
    }
  }
  const problem = await parseProblem(language, change, text);
  return problem && { ...problem, message: `${failedText} it would not parse: ${problem.message}` };
}

/** The added files that parse, by hash: many servers are given the same ones. */
const parsed = new Set<string>();

async function parseProblem(
  language: Language,
  change: Change,
  text: string,
): Promise<Problem | undefined> {
  const { path } = change;
  if (!language.extensions.some((extension) => path.endsWith(extension))) return undefined;
  const key = change.before ? undefined : `${extname(path)} ${hashOf(change.content)}`;
  if (key !== undefined && parsed.has(key)) return undefined;
  const problem = await language.syntaxProblem(path, text);
  if (key !== undefined && !problem) parsed.add(key);
  return problem;
}

/** The last two gates: the retrofitted server is scanned as if it had been written. */
async function secondPass(
  plan: ServerPlan,
  selection: Selection,
  changes: readonly Change[],
  files: FileStore,
): Promise<Problem[]> {
  if (changes.length === 0) return [];
  const added = changes.filter(({ path, before }) => !before && belongs(plan, path));
  const server = { ...plan.server, files: [...plan.server.files, ...added.map(pathOf)].sort() };
  const again = await planServer(server, files.over(bytesAfter(changes)), plan.settings);
  const left = [
    ...unmigrated(selection.tools, again.scan.tools),
    ...again.scan.findings.filter(
      (finding) => finding.fix && selection.findings.some((one) => isSame(one, finding)),
    ),
  ];
  return left.map(({ place }) =>
    failed(place.file, `planning it again at line ${place.line} gives something to do`),
  );
}

function pathOf({ path }: Change): string {
  return path;
}

function belongs(plan: ServerPlan, path: string): boolean {
  const { extensions } = languageOf(plan.server.language);
  return !path.endsWith(".d.ts") && extensions.some((extension) => path.endsWith(extension));
}

/** The accepted tools that the second scan does not find migrated, as often as their names occur. */
function unmigrated(accepted: readonly ToolSite[], found: readonly ToolSite[]): ToolSite[] {
  const migrated = new Map<string, number>();
  for (const tool of found) {
    if (tool.state !== "migrated") continue;
    migrated.set(keyOf(tool), (migrated.get(keyOf(tool)) ?? 0) + 1);
  }
  return accepted.filter((tool) => {
    const count = migrated.get(keyOf(tool)) ?? 0;
    migrated.set(keyOf(tool), count - 1);
    return count <= 0;
  });
}

function keyOf(tool: ToolSite): string {
  return `${tool.place.file}\0${tool.name}`;
}

/** Lines move when text is inserted, so a finding is known by its rule, file and words. */
function isSame(one: Named, other: Named): boolean {
  return (
    one.rule === other.rule && one.place.file === other.place.file && one.message === other.message
  );
}

interface Named {
  readonly rule: string;
  readonly place: Place;
  readonly message: string;
}

/** A selection without the fixes that touch these files; without any where that drops none. */
function without(selection: Selection, failed: ReadonlySet<string>): Selection {
  const touches = (place: Place, fix: Fix | undefined): boolean =>
    failed.has(place.file) || (fix?.edits ?? []).some(({ file }) => failed.has(file));
  const tools = selection.tools.filter(({ place, fix }) => !touches(place, fix));
  const findings = selection.findings.filter(({ place, fix }) => !touches(place, fix));
  const dropped =
    tools.length < selection.tools.length || findings.length < selection.findings.length;
  return dropped ? { tools, findings } : { tools: [], findings: [] };
}

const failedText = "left as it was, since";

function failed(file: string, why: string): Problem {
  return { file, message: `${failedText} ${why} (a defect of retrofit: please report it)` };
}
