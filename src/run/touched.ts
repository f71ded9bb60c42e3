/** Which servers a change touches: by their own files, and by what they share with others. */

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { isWithin } from "../disk/paths.js";
import type { Traced } from "./prepare.js";

/** The servers among these that one of the files belongs to, or that read it. */
export function touchedBy<T extends Traced>(
  changed: readonly string[],
  servers: readonly T[],
): T[] {
  const roots = servers.map(({ plan }) => plan.server.root);
  const folders = new Map(
    servers.map((each) => [each, new Set(each.reads.map((file) => dirname(file)))]),
  );
  const readIn = [...folders.values()].flatMap((own) => [...own]);
  const gone = changed.filter((file) => !existsSync(file));
  // Nobody reads what is gone: whoever reads what lies nearest to it may have read it.
  const beside = new Set(gone.map((file) => innermost(readIn, file)));
  return servers.filter((each) => {
    const { root } = each.plan.server;
    const read = new Set(each.reads);
    const isRead = changed.some((file) => read.has(file) || innermost(roots, file) === root);
    return isRead || [...(folders.get(each) ?? [])].some((folder) => beside.has(folder));
  });
}

/** The innermost of the folders that a file is in. */
function innermost(folders: readonly string[], file: string): string | undefined {
  const around = folders.filter((folder) => isWithin(file, folder));
  return around.toSorted((a, b) => b.length - a.length)[0];
}
