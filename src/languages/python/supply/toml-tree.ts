/** Where everything stands in a TOML file, for what is inserted there. Its values alone are read much faster. */

import type { AST, ParseError, parseTOML } from "toml-eslint-parser";
import type { Manifest, ManifestResult } from "../project/manifest.js";

const trees = new WeakMap<Manifest, AST.TOMLProgram>();
let parser: typeof parseTOML | undefined;

/** Loads the parser before a tree is asked for: a run that inserts nothing into a manifest needs none. */
export async function loadTreeParser(): Promise<void> {
  parser ??= (await import("toml-eslint-parser")).parseTOML;
}

/** The syntax tree of a manifest, made once. Throws a ParseError where it has none (see `withTree`). */
export function treeOf(manifest: Manifest): AST.TOMLProgram {
  const known = trees.get(manifest);
  if (known) return known;
  if (!parser) throw new Error("the parser for TOML's trees was not loaded");
  const tree = parser(manifest.text, { tomlVersion: "1.1" });
  trees.set(manifest, tree);
  return tree;
}

/** What was read of a manifest, or a line and a message where one of the two parsers refuses it. */
export async function withTree(
  read: ManifestResult | undefined,
): Promise<ManifestResult | undefined> {
  if (!read || !("manifest" in read)) return read;
  await loadTreeParser();
  try {
    treeOf(read.manifest);
    return read;
  } catch (error) {
    const { lineNumber, message } = error as ParseError;
    return { line: lineNumber, message };
  }
}
