/** package.json and tsconfig.json as values. */

import { parse } from "jsonc-parser";
import type { FileStore } from "../../../disk/files.js";

/**
 * The value of a JSON file, comments and trailing commas allowed as in a tsconfig; undefined where there
 * is none. Of a file with errors, what can be told. The caller says what it expects: nothing is checked
 * but that it is an object.
 */
export function readJson<T extends object>(files: FileStore, path: string): T | undefined {
  const text = files.read(path)?.text;
  const value = text === undefined ? undefined : parsedJson(text);
  return typeof value === "object" && value !== null ? (value as T) : undefined;
}

/** Nearly every file is plain JSON, for which the engine's own parser is many times faster. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parse(text);
  }
}
