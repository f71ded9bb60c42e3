/** Keeps the server's linters and formatters off the copied files: they are nobody's to lint here. */

import { dirname, join, relative } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import type { Edit, NewFile, Server } from "../../../../types.js";
import { noLint } from "../../../supply/exists.js";
import { manifestOf, type PackageJson } from "../../project/layout.js";
import { biomeEdits } from "./biome.js";
import { eslintEdits } from "./eslint.js";
import { prettierIgnore } from "./prettier.js";

export interface Quiet {
  readonly files: readonly NewFile[];
  readonly edits: readonly Edit[];
  /** The copied files with what silences linters that no setting was found for. */
  readonly copies: readonly NewFile[];
}

/**
 * The settings that leave out `copies`, and the services folder among them as one. A comment at the top
 * is the way for linters whose settings are not written out; where settings say it, it would be unused.
 */
export function keptFromLinters(
  server: Server,
  files: FileStore,
  copies: readonly NewFile[],
  services: string,
): Quiet {
  const isThere = (folder: string, name: string): boolean => files.isFile(join(folder, name));
  const sources = copies.map(({ path }) => path).filter((path) => /\.[cm]?[jt]s$/.test(path));
  const outside = sources.filter((path) => !path.startsWith(join(services, "/")));
  const pathsFrom = (folder: string): string[] =>
    sources.length === 0
      ? []
      : [services, ...outside].map((path) => slashed(relative(folder, path)));
  const look = { server, files, folders: foldersOf(server), isThere, pathsFrom, services };
  const eslint = eslintEdits(look);
  const prettier = prettierIgnore(look);
  const isCommented = eslint === "by comment" || usesOther(manifestOf(server, files));
  return {
    files: prettier.files,
    edits: [...(eslint === "by comment" ? [] : eslint), ...prettier.edits, ...biomeEdits(look)],
    copies: isCommented ? copies.map(commented) : copies,
  };
}

/** Workspaces are at most this deep. */
function foldersOf({ root }: Server): string[] {
  const above = [dirname(root), dirname(dirname(root)), dirname(dirname(dirname(root)))];
  return [root, ...above.filter((folder) => dirname(folder) !== folder)];
}

function usesOther({ dependencies, devDependencies }: PackageJson): boolean {
  const installed = { ...dependencies, ...devDependencies };
  return ["xo", "standard", "oxlint", "ts-standard"].some((name) => name in installed);
}

function commented(copy: NewFile): NewFile {
  if (!/\.[cm]?[jt]s$/.test(copy.path)) return copy;
  const licence = /^\/\/ SPDX-[^\n]*\n/.exec(copy.content)?.[0] ?? "";
  return { ...copy, content: licence + noLint + copy.content.slice(licence.length) };
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
