/** The parts of pyproject.toml that a retrofit looks at, read once for each text. */

import { parse as parseToml, type TomlError } from "smol-toml";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";

export type TomlTable = Record<string, unknown>;

export interface Manifest {
  readonly path: string;
  readonly text: string;
  readonly data: TomlTable;
}

export type ManifestResult =
  | { readonly manifest: Manifest }
  | { readonly line: number; readonly message: string };

const parsed = new Map<string, { readonly text: string; readonly result: ManifestResult }>();

/** Reads a TOML file. Undefined where there is none; a line and a message where it does not parse. */
export function readManifest(path: string, files: FileStore): ManifestResult | undefined {
  const text = files.read(path)?.text;
  if (text === undefined) return undefined;
  const known = parsed.get(path);
  if (known?.text === text) return known.result;
  const result = parse(path, text);
  parsed.set(path, { text, result });
  return result;
}

/** Reads a server's pyproject.toml. Undefined where its manifest is another file, or it has none. */
export function readToml({ manifest }: Server, files: FileStore): ManifestResult | undefined {
  return manifest?.endsWith(".toml") ? readManifest(manifest, files) : undefined;
}

/** The table under a path of keys; an empty one where there is none. */
export function tableAt(data: TomlTable, ...keys: readonly string[]): TomlTable {
  let at: unknown = data;
  for (const key of keys) at = isTable(at) ? at[key] : undefined;
  return isTable(at) ? at : {};
}

/** The strings of a value that should be a list of them. */
export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function parse(path: string, text: string): ManifestResult {
  try {
    return { manifest: { path, text, data: parseToml(text, { integersAsBigInt: "asNeeded" }) } };
  } catch (error) {
    const { line, message } = error as TomlError;
    // The message ends with the lines around the place.
    const [what = message] = message.replace(/^Invalid TOML document: /, "").split("\n");
    return { line: line ?? 1, message: what };
  }
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
