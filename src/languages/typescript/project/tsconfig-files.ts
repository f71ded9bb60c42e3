/** Which source files a tsconfig's `files`, `include`, `exclude` and `rootDir` take in, as TypeScript reads them. */

import { basename, resolve, sep } from "node:path";

/** The patterns of one tsconfig, absolute. */
export interface FilePatterns {
  readonly files?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude: readonly string[];
  readonly rootDir?: string;
}

/** Patterns as one tsconfig.json writes them, made absolute against its folder. */
export function absolute(folder: string, patterns: readonly string[]): string[] {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: TypeScript's own name for the folder of the file.
  return patterns.map((pattern) => resolve(folder, pattern.replace("${configDir}", ".")));
}

/** Whether a tsconfig takes a file in by itself, without an import that leads to it. */
export function takesIn(patterns: FilePatterns, path: string): boolean {
  const { files, include, exclude, rootDir } = patterns;
  if (rootDir && !path.startsWith(rootDir + sep)) return false;
  if (files?.includes(path)) return true;
  return (
    (include ?? []).some((pattern) => matches(pattern, path)) &&
    !exclude.some((pattern) => asExpression(pattern, "exclude").test(path))
  );
}

/** Whether a pattern of `include`, absolute, matches a path. */
export function matches(pattern: string, path: string): boolean {
  return asExpression(pattern, "include").test(path);
}

/** Folders that a wildcard of `include` never enters by itself. */
const hidden = "(?!\\.|(?:node_modules|bower_components|jspm_packages)(?:/|$))";

/** A pattern without a wildcard or an ending in its last part means the folder and all below it. */
function asExpression(pattern: string, use: "include" | "exclude"): RegExp {
  const slashed = pattern
    .split(sep)
    .join("/")
    .replace(/\/\*\*$/, "");
  const isFolder = /\/\*\*$/.test(pattern) || !/[*?.]/.test(basename(slashed));
  const open = use === "include" ? hidden : "";
  const body = (isFolder && use === "include" ? `${slashed}/**/*` : slashed)
    .split("/")
    .map((part) => (part === "**" ? `(?:${open}[^/]+/)*` : `${partOf(part, open)}/`))
    .join("")
    .replace(/\/$/, "");
  return new RegExp(`^${body}${use === "exclude" ? "(?:/.*)?" : ""}$`);
}

function partOf(part: string, open: string): string {
  const text = part
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  return /^[*?]/.test(part) ? open + text : text;
}
