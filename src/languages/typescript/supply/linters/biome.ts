/** Biome: what its configuration leaves out. */

import { join } from "node:path";
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { Edit } from "../../../../types.js";
import { lineBreakOf, unitOf } from "../../source/insert.js";
import { insertValue } from "../json-insert.js";
import { listText } from "./list.js";
import type { Look } from "./look.js";

/** The insertion into the nearest configuration that is a server's own; none where there is none. */
export function biomeEdits({ files, folders, isThere, pathsFrom }: Look): Edit[] {
  const folder = folders.find((each) => names.some((name) => isThere(each, name)));
  const name = folder && names.find((each) => isThere(folder, each));
  if (folder === undefined || name === undefined) return [];
  const file = join(folder, name);
  const text = files.read(file)?.text ?? "";
  const root = parseTree(text);
  const paths = pathsFrom(folder);
  if (root?.type !== "object" || paths.length === 0 || text.includes(paths[0] ?? "")) return [];
  const version = /biomejs\.dev\/schemas\/(\d+)\.(\d+)/.exec(text);
  const isFirst = version ? version[1] === "1" : hasIgnore(root);
  const [services = "", ...others] = paths;
  return isFirst
    ? appended(file, text, root, "ignore", [], [`${services}/**`, ...others])
    : appended(
        file,
        text,
        root,
        "includes",
        ["**"],
        [excluded(services, version), ...others.map((path) => `!${path}`)],
      );
}

const names = ["biome.json", "biome.jsonc", ".biome.json", ".biome.jsonc"];

/** Before 2.2 a folder is left out by what is in it. */
function excluded(folder: string, version: RegExpExecArray | null): string {
  const isEarly = version !== null && Number(version[2]) < 2;
  return isEarly ? `!${folder}/**` : `!${folder}`;
}

function hasIgnore(root: Node): boolean {
  return findNodeAtLocation(root, ["files", "ignore"]) !== undefined;
}

/** The values at the end of a list below "files", which begins with `usual` where it is not there. */
function appended(
  file: string,
  text: string,
  root: Node,
  key: string,
  usual: readonly string[],
  values: readonly string[],
): Edit[] {
  const section = findNodeAtLocation(root, ["files"]);
  const list = section && findNodeAtLocation(section, [key]);
  const all = [...usual, ...values].map((value) => JSON.stringify(value));
  const [unit, lineBreak] = [unitOf(text), lineBreakOf(text)];
  const indent = section ? unit + unit : unit;
  const written = (before: string): string =>
    listText(all, { indent, unit, column: before.length, comma: "", lineBreak });
  if (!section) {
    const value = written(`${indent}"files": { "${key}": `);
    const isFlat = !value.includes(lineBreak);
    const tall = `{${lineBreak}${unit}${unit}"${key}": ${value.replaceAll(lineBreak, lineBreak + unit)}${lineBreak}${unit}}`;
    return [insertValue(file, text, root, "files", isFlat ? `{ "${key}": ${value} }` : tall)];
  }
  if (section.type !== "object") return [];
  if (!list) return [insertValue(file, text, section, key, written(`${indent}"${key}": `))];
  if (list.type !== "array") return [];
  const last = list.children?.at(-1);
  if (!last) return [{ file, offset: list.offset + 1, text: all.join(", ") }];
  const gap = /\s*$/.exec(text.slice(0, last.offset))?.[0] || " ";
  const each = values.map((value) => `,${gap}${JSON.stringify(value)}`);
  return [{ file, offset: last.offset + last.length, text: each.join("") }];
}
