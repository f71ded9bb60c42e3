/** Which folders a server's imports count from, and how sure that is. */

import { dirname } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { type Installed, installedOf } from "../supply/packaging/backends.js";
import { commandEvidence } from "./commands.js";
import { aroundPackages, type Evidence, importEvidence, relativeEvidence } from "./evidence.js";
import { readToml } from "./manifest.js";
import { type Mount, nameIn, withBeside } from "./mounts.js";
import { isPackage, type Sources } from "./sources.js";

export interface Roots {
  readonly installed: Installed;
  /** Where imports are known to count from when a file runs, the likeliest first; none where nothing tells. */
  of(file: string): readonly Mount[];
  /** Those, and what else imports count from then: what is installed, and the roots of what imports the file. */
  around(file: string): readonly Mount[];
}

/** The roots of a server, by its build, by its own imports, by how it is started, by where a script lies. */
export async function rootsOf(server: Server, files: FileStore, sources: Sources): Promise<Roots> {
  const installed = await installedOf(server, files);
  const read = readToml(server, files);
  const data = read && "manifest" in read ? read.manifest.data : {};
  const imports = once(() => importEvidence(sources, files));
  const dots = once(() => relativeEvidence(sources, files));
  const commands = once(() => commandEvidence(sources, files, data));
  const of = (file: string): readonly Mount[] => {
    const usual = usualMount(file, sources);
    const isUnread = installed.isCertain && installed.mounts.length === 0;
    const built = isUnread ? usual : deepest(installed.mounts, file);
    const seen = seenFor(file, imports());
    const isDotted = dots().some(({ from }) => from === file);
    if (installed.isCertain && built && (isDotted || mayHold(built, file, seen))) {
      return [built, ...seen];
    }
    // It imports by dots and, where that fails, by name: only how it is started tells which.
    const isTorn = isDotted && seen.some(({ path }) => path === dirname(file));
    if (isTorn) return startedFor(file, commands());
    const started = seen.length > 0 ? [] : startedFor(file, commands());
    const inPackage = isPackage(dirname(file), sources);
    // What could be built, but is not said to be, is packages at most: else it is scripts.
    const declared = built && (installed.isCertain || inPackage) ? [built] : [];
    const likely = [...seen, ...started, ...declared];
    if (likely.length > 0) return likely;
    // What is in a package may be run as a script or be imported.
    return inPackage ? seenFor(file, dots()) : [usual];
  };
  const known = remembered(of);
  const around = (file: string): readonly Mount[] => {
    const all = [file, ...importersOf(file, imports())].flatMap(known);
    return installed.isCertain ? [...installed.mounts.map(withBeside), ...all] : all;
  };
  return { installed, of: known, around };
}

/** The files that import the package of a file by its name, and those that import theirs. */
function importersOf(file: string, evidence: readonly Evidence[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [file];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const { top, from } of evidence) {
      if (from === undefined || found.has(from) || !isAt(top, at)) continue;
      found.add(from);
      waiting.push(from);
    }
  }
  return found;
}

/** The folder around the outermost package that a file lies in. */
export function usualMount(file: string, sources: Sources): Mount {
  return { path: aroundPackages(file, 0, sources), name: "" };
}

/** What the file's own imports count from; where they tell nothing, what those of its package and of others do. */
function seenFor(file: string, evidence: readonly Evidence[]): Mount[] {
  const around = evidence.filter(({ root }) => file.startsWith(`${root}/`));
  const own = around.filter(({ from }) => from === file);
  return ranked(own.length > 0 ? own : around.filter((one) => isOfUnit(one, file)));
}

/** Whether the evidence is about the top package that a file lies in. */
function isOfUnit({ root, top, from }: Evidence, file: string): boolean {
  const [first = ""] = file.slice(root.length + 1).split("/");
  return isAt(top, file) || from?.startsWith(`${root}/${first}/`) === true;
}

function startedFor(file: string, evidence: readonly Evidence[]): Mount[] {
  return ranked(evidence.filter(({ top }) => isAt(top, file)));
}

function isAt(top: string, file: string): boolean {
  return file === `${top}.py` || file.startsWith(`${top}/`);
}

/** Each root once, the one that is named most often first. */
function ranked(evidence: readonly Evidence[]): Mount[] {
  const counts = new Map<string, number>();
  for (const { root } of evidence) counts.set(root, (counts.get(root) ?? 0) + 1);
  const roots = [...counts].sort(([a, m], [b, n]) => n - m || a.length - b.length);
  return roots.map(([path]) => ({ path, name: "" }));
}

/** Whether what is installed agrees with what the imports count from, as far as they show it. */
function mayHold(built: Mount, file: string, seen: readonly Mount[]): boolean {
  return seen.length === 0 || seen.some((one) => nameIn(one, file) === nameIn(built, file));
}

/** The mount that a file lies deepest in: its name is the one that counts. */
function deepest(mounts: readonly Mount[], file: string): Mount | undefined {
  const around = mounts.filter((mount) => nameIn(mount, file) !== undefined);
  const [found] = around.sort((a, b) => b.path.length - a.path.length);
  return found && withBeside(found);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function remembered<T>(ask: (file: string) => T): (file: string) => T {
  const answers = new Map<string, T>();
  return (file) => {
    const answer = answers.get(file) ?? ask(file);
    answers.set(file, answer);
    return answer;
  };
}
