/** The kinds of patterns that build backends and programs that copy match names and paths with. */

import ignore from "ignore";

/** Python's fnmatchcase: `*` goes over dots as well. */
export function matchesName(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => new RegExp(`^${regexp(pattern, ".*")}$`, "s").test(name));
}

/** glob with `**`: whether the pattern names the path, or a folder above it. */
export function globHolds(pattern: string, path: string): boolean {
  return pathAndAbove(path).some((one) => globbed(pattern).test(one));
}

/** The same of a pattern with alternatives in braces, as shells and copying programs take them: `build/*.{js,map}`. */
export function shellGlobHolds(pattern: string, path: string): boolean {
  const [all, inside = ""] = /\{([^{}]*)\}/.exec(pattern) ?? [];
  if (all === undefined) return globHolds(pattern, path);
  return inside.split(",").some((each) =>
    shellGlobHolds(
      pattern.replace(all, () => each),
      path,
    ),
  );
}

/** Lines of .gitignore, the last of which that fits a folder decides. Unlike git's here, letters count as they are. */
export function gitHolds(patterns: readonly string[], folder: string): boolean {
  return ignore({ ignoreCase: false }).add(patterns).ignores(`${folder}/`);
}

/** The same for what is left out: a pattern may name all that is in the folder, and not the folder. */
export function gitIgnores(patterns: readonly string[], folder: string): boolean {
  const rules = ignore({ ignoreCase: false }).add(patterns);
  return rules.ignores(`${folder}/`) || rules.ignores(`${folder}/__init__.py`);
}

/** Of the patterns that exclude files, those that a folder or what is in it falls under. */
export function excluding(
  patterns: readonly string[],
  folder: string,
  holds: (pattern: string, path: string) => boolean,
): string[] {
  return patterns.filter((each) =>
    [folder, `${folder}/__init__.py`].some((path) => holds(each, path)),
  );
}

function globbed(pattern: string): RegExp {
  const parts = pattern.split("/").map((part) => (part === "**" ? part : regexp(part, "[^/]*")));
  const source = parts.reduce((made, part, index) => {
    const isLast = index === parts.length - 1;
    if (part === "**") return made + (isLast ? ".*" : "(?:.*/)?");
    return made + part + (isLast ? "" : "/");
  }, "");
  return new RegExp(`^${source}$`, "s");
}

function regexp(pattern: string, star: string): string {
  return pattern.replaceAll(/\[[!^]?[^\]]+\]|\*+|\?|[.+^${}()|\\[\]]/g, (found) => {
    if (found.startsWith("*")) return star;
    if (found === "?") return ".";
    if (found.length > 1) return found.replace(/^\[!/, "[^");
    return `\\${found}`;
  });
}

function pathAndAbove(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
