/** Where a comment might leave a tool out. */

import type { Node } from "web-tree-sitter";
import type { FileStore } from "../../../disk/files.js";
import type { Edit, Place, ToolSite } from "../../../types.js";
import { pragmaLine } from "../../pragma.js";
import { parseText } from "./parse.js";
import { outerOf } from "./pragma.js";
import { lineStart } from "./text.js";

/** Above the tool's definition, and above its registration where that is elsewhere. */
export async function leaveOut(
  { place, registration }: ToolSite,
  reason: string,
  files: FileStore,
): Promise<Edit[]> {
  const edits: Edit[] = [];
  for (const each of [place, ...(registration ? [registration] : [])]) {
    const text = files.read(each.file)?.text;
    if (text === undefined) continue;
    const { root } = await parseText(each.file, text);
    const offset = lineStart(text, outerOf(definitionAt(root, each)).startIndex);
    edits.push({ file: each.file, offset, text: pragmaLine("#", reason, text, offset) });
  }
  return edits;
}

/** The definition whose name is at a place; what is there, where that is no name. */
function definitionAt(root: Node, { line, column }: Place): Node {
  const node = root.descendantForPosition({ row: line - 1, column: column - 1 }) ?? root;
  return node.parent?.type === "function_definition" ? node.parent : node;
}
