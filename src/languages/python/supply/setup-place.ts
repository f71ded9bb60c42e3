/** Where setup.py lists dependencies: a list of plain strings for `install_requires`. */

import { join } from "node:path";
import type { Node } from "web-tree-sitter";
import type { FileStore } from "../../../disk/files.js";
import { field, stringValue } from "../source/nodes.js";
import { parseText } from "../source/parse.js";
import { inList, type Place } from "./place.js";

/** The list in setup.py; undefined where there is none, or where it is worked out when setup.py runs. */
export async function setupPlace(root: string, files: FileStore): Promise<Place | undefined> {
  const file = join(root, "setup.py");
  const text = files.isFile(file) ? files.read(file)?.text : undefined;
  if (!text?.includes("install_requires")) return undefined;
  const module = await parseText(file, text);
  const list = module.problem ? undefined : listIn(module.root);
  const items = list?.namedChildren.filter(({ type }) => type !== "comment") ?? [];
  const listed = items.flatMap((item) => stringValue(item) ?? []);
  if (!list || listed.length < items.length) return undefined;
  const elements = items.map(({ startIndex, endIndex }): [number, number] => [
    startIndex,
    endIndex,
  ]);
  const array = { range: [list.startIndex, list.endIndex] as [number, number], elements };
  return { file, listed, insert: (needed) => inList(array, text, needed) };
}

function listIn(root: Node): Node | undefined {
  const given = root
    .descendantsOfType("keyword_argument")
    .filter((node) => field(node, "name")?.text === "install_requires");
  const [only, more] = given;
  const value = only && !more ? field(only, "value") : undefined;
  if (value?.type !== "identifier") return value?.type === "list" ? value : undefined;
  return assignedOnce(root, value.text);
}

/** The list that a name stands for throughout the module. */
function assignedOnce(root: Node, name: string): Node | undefined {
  const uses = root.descendantsOfType("identifier").filter((node) => node.text === name);
  const assignments = uses.flatMap(({ id, parent }) =>
    parent && field(parent, "left")?.id === id ? [parent] : [],
  );
  const [only, more] = assignments;
  // Anything else that touches it may change it.
  if (!only || more || only.type !== "assignment" || uses.length !== 2) return undefined;
  const list = field(only, "right");
  return list?.type === "list" ? list : undefined;
}
