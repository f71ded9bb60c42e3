/** The insertions that import the services' names, where a sorter of imports would put them. */

import { dirname, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Edit, ImportNeed, Server } from "../../../types.js";
import { type Layout, layoutOf } from "../project/layout.js";
import { type Module, openProject } from "../source/parse.js";
import {
  codeEnd,
  eolAt,
  isFirstOnLine,
  lineEnd,
  lineStart,
  nextLine,
  stepOf,
} from "../source/text.js";
import { type Block, blocksOf, type Statement } from "./blocks.js";
import { extendImport } from "./extend.js";
import { firstImport } from "./first.js";
import { importLines } from "./lines.js";
import type { ImportKey } from "./order.js";
import { placeFor } from "./place.js";
import { servicesImports } from "./service-names.js";
import { type ImportStyle, importStyleOf } from "./style.js";

type Insertion = Omit<Edit, "file">;

/** The edits that import what is needed and not imported yet, in the style of each file. */
export async function importEdits(
  server: Server,
  files: FileStore,
  needs: readonly ImportNeed[],
): Promise<Edit[]> {
  const wanted = namesByFile(needs);
  if (wanted.size === 0) return [];
  const project = await openProject(server, files);
  const [layout, style] = [await layoutOf(server, files), importStyleOf(server, files)];
  return [...wanted].flatMap(([file, names]) => {
    const module = project.module(file);
    if (!module) return [];
    return insertionsFor(module, [...names], layout, style).map((one) => ({ file, ...one }));
  });
}

/** The services' index exports everything, so the module of a need does not matter here. */
function namesByFile(needs: readonly ImportNeed[]): Map<string, Set<string>> {
  const byFile = new Map<string, Set<string>>();
  for (const { file, names } of needs) {
    const known = byFile.get(file) ?? new Set();
    for (const name of names) known.add(name);
    byFile.set(file, known);
  }
  return byFile;
}

function insertionsFor(
  module: Module,
  needs: readonly string[],
  layout: Layout,
  style: ImportStyle,
): Insertion[] {
  const imported = servicesImports(module).map(({ name, local }) =>
    name === local ? name : `${name} as ${local}`,
  );
  const missing = needs.filter((need) => !imported.includes(need));
  if (missing.length === 0) return [];
  const blocks = blocksOf(module);
  const paths = pathsFor(module.path, layout);
  const existing = extendable(blocks, paths);
  if (existing && missing.every((need) => !need.includes(" as "))) {
    return extendImport(existing.node, missing, module.text, style);
  }
  const path = isRelative(blocks, layout) ? (paths.relative ?? paths.absolute) : paths.absolute;
  return [newImport(module, blocks, path, missing, style)];
}

interface Paths {
  readonly absolute: string;
  /** Undefined for a file outside the package. */
  readonly relative: string | undefined;
}

function pathsFor(file: string, { folder, services }: Layout): Paths {
  const up = relative(folder, dirname(file));
  const isInside = services.includes(".") && !up.startsWith("..");
  const dots = ".".repeat(up === "" ? 1 : up.split("/").length + 1);
  const name = services.slice(services.lastIndexOf(".") + 1);
  return { absolute: services, relative: isInside ? dots + name : undefined };
}

function extendable(blocks: readonly Block[], paths: Paths): Statement | undefined {
  const all = blocks.flatMap(({ sections }) => sections.flat());
  const own = all.filter(({ level, name }) => {
    const path = ".".repeat(level) + name;
    return path === paths.absolute || path === paths.relative;
  });
  return own.find(({ node, isFrom }) => isFrom && node.childrenForFieldName("name").every(isPlain));
}

function isPlain({ type }: { readonly type: string }): boolean {
  return type === "dotted_name";
}

/** Whether the module imports its own package by dots and not by name. */
function isRelative(blocks: readonly Block[], { services }: Layout): boolean {
  const own = services.slice(0, Math.max(0, services.lastIndexOf(".")));
  const all = blocks.flatMap(({ sections }) => sections.flat());
  const named = all.some(
    ({ level, name }) => level === 0 && (name === own || name.startsWith(`${own}.`)),
  );
  return !named && all.some(({ level }) => level > 0);
}

function newImport(
  module: Module,
  blocks: readonly Block[],
  path: string,
  needs: readonly string[],
  style: ImportStyle,
): Insertion {
  const { text } = module;
  const eol = eolAt(text, 0);
  const lines = importLines(path, needs, style, { eol, step: stepOf(text) });
  const level = /^\.*/.exec(path)?.[0].length ?? 0;
  const key: ImportKey = { isFrom: true, level, name: path.slice(level) };
  const place = placeFor(blocks, key, style);
  if (!place) return firstImport(module, lines, eol, style);
  const gap = place.apart ? eol : "";
  const { start, end } = place.statement;
  const written = isExempt(text, end) ? lines.replace(/^.*/, "$&  # noqa: E402") : lines;
  if (place.side === "before") {
    return { offset: lineStart(text, start), text: written + eol + gap };
  }
  return behind(text, end, gap + written, eol);
}

/** Whether the import there is exempt from the rule that imports stand above all else. */
function isExempt(text: string, end: number): boolean {
  return /#\s*noqa\b(?::.*\bE402\b|\s*$)/.test(text.slice(end, lineEnd(text, end)));
}

/** Lines behind the line of a statement, also where that is the last of the file and unfinished. */
function behind(text: string, end: number, lines: string, eol: string): Insertion {
  const offset = nextLine(text, codeEnd(text, end));
  const isUnfinished = offset === text.length && !isFirstOnLine(text, offset);
  return isUnfinished ? { offset, text: eol + lines } : { offset, text: lines + eol };
}
