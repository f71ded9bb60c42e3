/** Prettier: its ignore file, where the server uses it. */

import { join } from "node:path";
import type { Edit, NewFile } from "../../../../types.js";
import { readJson } from "../../project/json.js";
import type { PackageJson } from "../../project/layout.js";
import type { Look } from "./look.js";

const ignoreFile = ".prettierignore";
const configs = [
  ...["", ".json", ".json5", ".yaml", ".yml", ".toml", ".js", ".cjs", ".mjs", ".ts"].map(
    (end) => `.prettierrc${end}`,
  ),
  ...["js", "cjs", "mjs", "ts"].map((end) => `prettier.config.${end}`),
];

/** The lines that leave the copies out, in the file that is there, or in a new one of the server's own. */
export function prettierIgnore(look: Look): { files: NewFile[]; edits: Edit[] } {
  const { server, files, folders, isThere, pathsFrom } = look;
  const folder = folders.find((each) => isThere(each, ignoreFile) || usesPrettier(look, each));
  const [services, ...others] = folder === undefined ? [] : pathsFrom(folder);
  if (folder === undefined || services === undefined) return { files: [], edits: [] };
  const path = join(folder, ignoreFile);
  const lines = [`${services}/`, ...others].map((line) => `${line}\n`).join("");
  if (!isThere(folder, ignoreFile)) {
    return { files: folder === server.root ? [{ path, content: lines }] : [], edits: [] };
  }
  const text = files.read(path)?.text ?? "";
  if (text.includes(`${services}/`)) return { files: [], edits: [] };
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  const added = (gap + lines).replaceAll("\n", lineBreak);
  return { files: [], edits: [{ file: path, offset: text.length, text: added }] };
}

function usesPrettier({ files, isThere }: Look, folder: string): boolean {
  if (configs.some((name) => isThere(folder, name))) return true;
  const manifest = readJson<PackageJson & { prettier?: unknown }>(
    files,
    join(folder, "package.json"),
  );
  const { dependencies, devDependencies, prettier } = manifest ?? {};
  return prettier !== undefined || "prettier" in { ...dependencies, ...devDependencies };
}
