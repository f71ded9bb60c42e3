/** What git ignores, by the .gitignore files of a repository. */

import { readFileSync } from "node:fs";
import { join, sep } from "node:path";
import ignore from "ignore";
import { ancestorsOf, gitRootOf } from "./git.js";

export interface Gitignore {
  /** Whether git ignores a path, for itself or for a folder that it is in. A folder's path ends with a separator. */
  isIgnored(path: string): boolean;
  /** With the rules of a folder's own .gitignore as well, where it has one that can be read. */
  within(folder: string): Gitignore;
}

/** The rules of the .gitignore files between the repository's root and a folder, without the folder's own. */
export function gitignoreAbove(folder: string): Gitignore {
  const top = gitRootOf(folder) ?? folder;
  const around = ancestorsOf(folder);
  const folders = around.slice(0, around.indexOf(top) + 1).reverse();
  const none = gitignoreOf(top.endsWith(sep) ? top : top + sep, [], () => false);
  return folders.reduce((rules, each) => rules.within(each), none);
}

/**
 * A path is a question to all .gitignore files above it at once, the inner ones last, since the last rule
 * that fits decides. Most paths fit none, and the library tries rule by rule, of which there are hundreds:
 * it is asked where a path `mayFit` one. `top` is the folder from which the patterns start.
 */
function gitignoreOf(top: string, rules: readonly Rule[], mayFit: Matcher): Gitignore {
  let decide: Matcher | undefined;
  const inGit = (path: string): string => path.slice(top.length).replaceAll(sep, "/");
  return {
    isIgnored(path) {
      const way = inGit(path);
      if (!mayFit(way)) return false;
      decide ??= matcherOf(rules.map(({ sign, folder, path }) => sign + literal(folder) + path));
      return decide(way);
    },
    within(folder) {
      const text = textIn(folder);
      if (text === undefined) return this;
      const place = inGit(join(folder, sep));
      const own = rulesIn(text, place);
      const mayFitOwn = mayFitOne(own.filter(({ sign }) => !sign));
      const mayFitAny: Matcher = (way) => mayFit(way) || mayFitOwn(way.slice(place.length));
      return gitignoreOf(top, [...rules, ...own], mayFitAny);
    },
  };
}

function textIn(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, ".gitignore"), "utf8");
  } catch {
    return undefined;
  }
}

interface Rule {
  /** Whether it takes back what an earlier one ignores. */
  readonly sign: "!" | "";
  /** The folder that it speaks of, from the top. Ends with a slash where it isn't the top. */
  readonly folder: string;
  /** What it fits, from that folder. */
  readonly path: string;
  /** A name, or `*` and an ending, that some part of each path that it fits has; in lower case. */
  readonly part: string | undefined;
}

function rulesIn(text: string, folder: string): Rule[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n|\r$/)
    .filter((line) => !/^(#| *$)/.test(line))
    .map((line) => {
      const [, sign = "", escaped = "", body = ""] = /^(!?)(\\?)(.*)$/.exec(line) ?? [];
      const path = /^[#!]/.test(body) ? body : escaped + body;
      const isOfName = !/\/.*[^ ]/.test(path);
      return {
        sign: sign === "!" ? "!" : "",
        folder,
        path: isOfName ? `/**/${path}` : path.replace(/^\/?/, "/"),
        part: path
          .split("/")
          .findLast((part) => /^(?:(?:\*\.)?[\w-]+|[\w.-]+)$/.test(part))
          ?.toLowerCase(),
      };
    });
}

/** The start of a pattern that fits this folder. */
function literal(folder: string): string {
  return folder && `/${folder.slice(0, -1).replace(/[\\*?[\]]/g, "\\$&")}`;
}

/** Says whether a path is a file or folder, or in one, that some patterns fit. */
type Matcher = (path: string) => boolean;

function mayFitOne(rules: readonly Rule[]): Matcher {
  const parts = new Set(rules.map(({ part }) => part));
  const others = matcherOf(rules.filter(({ part }) => !part).map(({ path }) => path));
  const isPart = (name: string): boolean =>
    parts.has(name) || parts.has(`*${name.slice(name.lastIndexOf("."))}`);
  return (path) => path.toLowerCase().split("/").some(isPart) || others(path);
}

/** Whether case matters to git: it sets core.ignorecase by the file systems that are usual there. */
const ignorecase = process.platform === "darwin" || process.platform === "win32";

function matcherOf(patterns: readonly string[]): Matcher {
  const matcher = ignore({ ignorecase }).add(patterns.join("\n"));
  return (path) => matcher.ignores(path);
}
