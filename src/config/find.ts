/** Which file configures a server: the nearest one beside its manifest or above it in the repository. */

import { dirname, join } from "node:path";
import { parse as parseToml } from "smol-toml";
import type { FileStore } from "../disk/files.js";
import { gitRootOf } from "../disk/git.js";
import { UserError } from "../errors.js";

/** A file that holds a configuration, and the keys under which it stands there. */
export interface ConfigText {
  readonly path: string;
  readonly text: string;
  readonly above: readonly string[];
}

/** A place that a folder may have for it, and how to read the file where others write in it as well. */
interface Place {
  readonly name: string;
  readonly above: readonly string[];
  readonly parse?: (text: string) => unknown;
  /** What is said about it in a file that does not parse, so that somebody hears of that. */
  readonly sign?: RegExp;
}

const places: readonly Place[] = [
  { name: "retrofit.config.json", above: [] },
  { name: "package.json", above: ["retrofit"], parse: JSON.parse },
  {
    name: "pyproject.toml",
    above: ["tool", "retrofit"],
    parse: parseToml,
    sign: /\btool\s*\.\s*["']?retrofit\b/,
  },
];

/** The configuration of a server. Throws UserError where one folder holds two. */
export function findConfig(root: string, files: FileStore): ConfigText | undefined {
  const top = gitRootOf(root) ?? root;
  for (let folder = root; ; folder = dirname(folder)) {
    const [first, second] = places.flatMap((place) => textAt(folder, place, files) ?? []);
    if (first && second) {
      throw new UserError(`${first.path} and ${second.path} both configure retrofit: keep one`);
    }
    if (first) return first;
    if (folder === top || folder === dirname(folder)) return undefined;
  }
}

function textAt(folder: string, place: Place, files: FileStore): ConfigText | undefined {
  const path = join(folder, place.name);
  if (!files.isFile(path)) return undefined;
  const text = files.read(path)?.text;
  return text !== undefined && holds(text, place) ? { path, text, above: place.above } : undefined;
}

/** Whether a file has the keys themselves, however they are written: a dependency may bear the same name. */
function holds(text: string, { above, parse, sign }: Place): boolean {
  const last = above.at(-1);
  if (!parse || last === undefined) return true;
  if (!text.includes(last)) return false;
  try {
    return above.reduce(memberOf, parse(text)) !== undefined;
  } catch {
    return sign?.test(text) ?? false;
  }
}

function memberOf(value: unknown, key: string): unknown {
  const isHolder = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  return isHolder ? (value as Record<string, unknown>)[key] : undefined;
}
