/** Which file configures a server: the nearest one beside its manifest or above it in the repository. */

import { dirname, join } from "node:path";
import type { FileStore } from "../disk/files.js";
import { gitRootOf } from "../disk/git.js";
import { UserError } from "../errors.js";

/** A file that holds a configuration, and the keys under which it stands there. */
export interface ConfigText {
  readonly path: string;
  readonly text: string;
  readonly above: readonly string[];
}

/** The places a folder may have for it, each with what the file says somewhere if it holds one. */
const places = [
  { name: "retrofit.config.json", above: [], sign: /(?:)/ },
  { name: "package.json", above: ["retrofit"], sign: /"retrofit"\s*:\s*\{/ },
  { name: "pyproject.toml", above: ["tool", "retrofit"], sign: /\btool\s*\.\s*["']?retrofit\b/ },
] as const;

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

function textAt(
  folder: string,
  { name, above, sign }: (typeof places)[number],
  files: FileStore,
): ConfigText | undefined {
  const path = join(folder, name);
  if (!files.isFile(path)) return undefined;
  const text = files.read(path)?.text;
  if (text === undefined || !sign.test(text)) return undefined;
  return above.length === 1 && !hasKey(text, above[0]) ? undefined : { path, text, above };
}

/** Whether package.json has the key itself: a dependency may bear the same name. */
function hasKey(text: string, key: string): boolean {
  try {
    return Object.hasOwn(JSON.parse(text), key);
  } catch {
    return false;
  }
}
