/** The index of the services, in paragraphs: each says what some modules export. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Edit, NewFile } from "../../../types.js";

/** The index without the paragraphs of modules that are not copied. */
export function indexOf(text: string, modules: ReadonlySet<string>): string {
  const kept = text
    .trimEnd()
    .split("\n\n")
    .filter((paragraph) => modulesOf(paragraph).every((module) => modules.has(module)));
  return `${kept.join("\n\n")}\n`;
}

/** Insertions at the end of an index that is there, of what it does not export of the wanted one. */
export function indexEdits({ path, content }: NewFile, files: FileStore): Edit[] {
  const there = files.read(path)?.text;
  if (there === undefined || there === content) return [];
  const exported = new Set(modulesOf(there));
  const lacking = content
    .trimEnd()
    .split("\n\n")
    .filter((paragraph) => modulesOf(paragraph).some((module) => !exported.has(module)));
  if (lacking.length === 0) return [];
  const start = there.endsWith("\n") ? "" : "\n";
  const text = `${start}\n${lacking.join("\n\n")}\n`;
  const ending = there.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
  return [{ file: path, offset: there.length, text: ending }];
}

/** Whether a services folder is of an earlier edition, whose modules are others and do not fit these. */
export function isOfEarlierEdition(services: string, files: FileStore): boolean {
  return [".ts", ".js"].some((ending) => {
    const index = files.read(join(services, `index${ending}`))?.text;
    if (index === undefined) return files.isFile(join(services, `handler${ending}`));
    return !modulesOf(index).includes("tools");
  });
}

/** Whether an index says what another does, in whatever order. */
export function saysTheSame(one: string, other: string): boolean {
  const sorted = (text: string): string => text.trimEnd().split("\n\n").sort().join("\n\n");
  return sorted(one) === sorted(other);
}

function modulesOf(text: string): string[] {
  return [...text.matchAll(/["']\.\/([\w-]+)(?:\.[jt]s)?["']/g)].map(([, name = ""]) => name);
}
