/** Why a folder in which no tool was found may be an MCP server all the same. */

import { relative } from "node:path";
import { decode, type FileStore } from "../../disk/files.js";
import { walk } from "../../disk/walk.js";
import { moduleNames, serverNames } from "./forms/library-queries.js";

const imported = new RegExp(`^[ \\t]*(?:from|import)[ \\t]+(?:${moduleNames})\\b`, "m");
const made = new RegExp(`\\b(?:${serverNames})[ \\t]*\\(`);

/** Where the folder makes an MCP server, with the remedy; undefined where it makes none. */
export function hint(folder: string, files: FileStore): string | undefined {
  if (!files.isFolder(folder)) return undefined;
  for (const path of walk(folder, (name) => name.endsWith(".py")).files) {
    const bytes = files.glance(path);
    const text = bytes ? decode(bytes).text : "";
    const found = imported.test(text) ? made.exec(text) : null;
    if (!found) continue;
    const line = text.slice(0, found.index).split("\n").length;
    return `${relative(folder, path)}:${line} makes an MCP server, but how its tools are registered can't be followed; register them with @server.tool() or add_tool(function), or give each the parameter by hand`;
  }
  return undefined;
}
