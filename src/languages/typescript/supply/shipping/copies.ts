/** What the scripts of a package copy, and where to: by a command, or by a script of Node.js that they run. */

import { dirname, resolve } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import { bareCommand } from "../../project/build-commands.js";
import { commandsOfScript } from "../../project/script-words.js";
import type { Publisher } from "./packages.js";
import { pathsIn } from "./script-paths.js";

/** Something that is copied, paths absolute: patterns, and one of them the target where that can be told. */
export interface Copy {
  readonly paths: readonly string[];
  readonly target?: string;
}

const programs = new Set(
  "cp mv ln rsync install cpx cpx2 cpy cpy-cli copyfiles copyup ncp copy xcopy robocopy zip".split(
    " ",
  ),
);
const engines = new Set(["node", "tsx", "ts-node", "bun", "deno", "zx", "esno", "jiti"]);

/** All that a package's scripts copy. */
export function copiesOf({ folder, manifest }: Publisher, files: FileStore): Copy[] {
  return Object.values(manifest.scripts ?? {}).flatMap((script) => copiesIn(script, folder, files));
}

function copiesIn(script: string, folder: string, files: FileStore): Copy[] {
  const copies: Copy[] = [];
  let at = folder;
  for (const words of commandsOfScript(script)) {
    const command = bareCommand(words);
    const [program = "", ...operands] = command[0] === "shx" ? command.slice(1) : command;
    if (program === "cd") at = resolve(at, operands[0] ?? ".");
    if (programs.has(program)) copies.push(copied(operands, at));
    if (engines.has(program)) copies.push(...copiedByScript(operands, at, folder, files));
  }
  return copies;
}

function copied(operands: readonly string[], at: string): Copy {
  const paths = operands.filter((word) => !word.startsWith("-")).map((word) => resolve(at, word));
  const target = paths.at(-1);
  return { paths, ...(target ? { target } : {}) };
}

function copiedByScript(
  operands: readonly string[],
  at: string,
  folder: string,
  files: FileStore,
): Copy[] {
  const name = operands.find((word) => /\.[cm]?[jt]s$/.test(word));
  const path = name && resolve(at, name);
  const text = path ? files.read(path)?.text : undefined;
  if (!path || text === undefined) return [];
  const paths = pathsIn(path, text, [...new Set([dirname(path), at, folder])]);
  return paths.length > 0 ? [{ paths }] : [];
}
