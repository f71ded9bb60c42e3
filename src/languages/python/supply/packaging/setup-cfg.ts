/** setup.cfg: what its [options] say of packages. */

import { join } from "node:path";
import type { Find, Listing, Lists } from "./listing.js";
import type { Described } from "./project.js";

/** A value with its lines, each with the offset of its end. */
interface Value {
  readonly lines: readonly { readonly text: string; readonly end: number }[];
  readonly items: readonly string[];
}

type Sections = Map<string, Map<string, Value>>;

/** What setup.cfg lists; undefined where there is none, or it has no [options]. */
export function configListing({ root, files }: Described): Listing | undefined {
  const file = join(root, "setup.cfg");
  const text = files.isFile(file) ? files.read(file)?.text : undefined;
  const sections = text === undefined ? undefined : sectionsOf(text);
  const options = sections?.get("options");
  if (text === undefined || !sections || !options) return undefined;
  const packages = options.get("packages");
  const find = findIn(sections, packages);
  const list = find ? sections.get("options.packages.find")?.get("include") : packages;
  return {
    where: "setup.cfg",
    packages: find ?? packages?.items,
    hasModules: options.has("py_modules"),
    folders: foldersOf(options.get("package_dir")),
    extend: (names) => list && { file, ...extended(text, list, names) },
    add: (lists) => added(file, text, options, lists),
  };
}

function findIn(sections: Sections, packages: Value | undefined): Find | undefined {
  const kind = /^find(_namespace)?:$/.exec(packages?.items[0] ?? "");
  if (!kind) return undefined;
  const given = sections.get("options.packages.find");
  return {
    where: given?.get("where")?.items ?? ["."],
    include: given?.get("include")?.items ?? ["*"],
    exclude: given?.get("exclude")?.items ?? [],
    isRegular: !kind[1],
  };
}

function foldersOf(value: Value | undefined): Record<string, string> {
  const pairs = (value?.items ?? []).map((item) => item.split("=").map((side) => side.trim()));
  return Object.fromEntries(pairs.map(([name = "", folder = ""]) => [name, folder]));
}

/** Items more: on lines of their own where the list has such, else behind the others. */
function extended(text: string, { lines }: Value, names: readonly string[]) {
  const last = lines.findLast((line) => line.text.trim() !== "");
  const indent = /^\s+(?=\S)/.exec(last && lines.indexOf(last) > 0 ? last.text : "")?.[0];
  const offset = last?.end ?? 0;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const before = indent === undefined ? ", " : eol + indent;
  return { offset, text: names.map((name) => before + name).join("") };
}

function added(
  file: string,
  text: string,
  options: Map<string, Value>,
  { modules, packages }: Lists,
) {
  const end = [...options.values()].at(-1)?.lines.at(-1)?.end;
  if (end === undefined) return undefined;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const pairs = Object.entries({ py_modules: modules, packages }).filter(
    ([, names]) => names?.length,
  );
  return {
    file,
    offset: end,
    text: pairs.map(([key, names]) => `${eol}${key} = ${names?.join(", ")}`).join(""),
  };
}

/** The sections and their options, as configparser has them: an indented line continues a value. */
function sectionsOf(text: string): Sections {
  const sections: Sections = new Map();
  let section = new Map<string, Value>();
  let value: { text: string; end: number }[] | undefined;
  let offset = 0;
  for (const raw of text.split("\n")) {
    const line = raw.replace(/\r$/, "");
    const at = { text: line, end: offset + line.length };
    offset += raw.length + 1;
    if (/^\s*(?:[#;].*)?$/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const key = /^([^\s=:][^=:]*?)\s*[=:]/.exec(line)?.[1];
    if (header !== undefined) section = sectionIn(sections, header);
    else if (/^\s/.test(line)) value?.push(at);
    else if (key !== undefined) {
      const lines = [at];
      value = lines;
      section.set(key.toLowerCase().replaceAll("-", "_"), {
        lines,
        get items() {
          return itemsOf(lines.map((one) => one.text));
        },
      });
    }
  }
  return sections;
}

function sectionIn(sections: Sections, name: string): Map<string, Value> {
  const known = sections.get(name) ?? new Map<string, Value>();
  sections.set(name, known);
  return known;
}

function itemsOf([first = "", ...rest]: readonly string[]): string[] {
  const written = [first.replace(/^[^=:]*[=:]/, ""), ...rest].join("\n");
  return written
    .split(written.includes("\n") ? "\n" : ",")
    .map((item) => item.trim())
    .filter(Boolean);
}
