/** A small server that is brought back, as often as wanted, to what it is before or after a retrofit. */

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { homeOf, unfinishedPath } from "../../src/disk/transaction/home.js";
import { commandsIn } from "../support/command.js";
import { notesServer } from "../support/notes-server.js";
import { run } from "../support/program.js";
import { differences, type Tree, treeOf } from "../support/tree.js";

export type State = "before" | "after";

export interface Sandbox {
  readonly cwd: string;
  /** Where the journals are. */
  readonly home: string;
  readonly trees: Readonly<Record<State, Tree>>;
  reset(state: State): void;
}

/** Makes the server below a folder that is empty, in a git work tree or outside of any. */
export async function createSandbox(folder: string, inGit: boolean): Promise<Sandbox> {
  const cwd = join(realpathSync(folder), "server");
  for (const [path, text] of Object.entries(notesServer)) write(join(cwd, path), text);
  if (inGit) run("git", ["init", "-q"], { cwd });
  const home = homeOf(cwd);
  const trees = { before: treeOf(cwd), after: {} as Tree };
  keep("before");
  await commandsIn(cwd).write();
  trees.after = treeOf(cwd);
  keep("after");

  function keep(state: State): void {
    cpSync(cwd, join(folder, state, "server"), { recursive: true });
    if (existsSync(home)) cpSync(home, join(folder, state, "home"), { recursive: true });
  }
  function reset(state: State): void {
    for (const each of [cwd, home]) rmSync(each, { recursive: true, force: true });
    cpSync(join(folder, state, "server"), cwd, { recursive: true });
    const kept = join(folder, state, "home");
    if (existsSync(kept)) cpSync(kept, home, { recursive: true });
  }
  return { cwd, home, trees, reset };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Whether a run is open in the sandbox. */
export function isUnfinished({ home }: Sandbox): boolean {
  return existsSync(unfinishedPath(home));
}

/** The state that the server is in; where it is in none, the paths in which it differs from each. */
export function stateOf({ cwd, trees }: Sandbox): State | string {
  const now = treeOf(cwd);
  const [from, to] = [differences(trees.before, now), differences(trees.after, now)];
  if (from.length === 0) return "before";
  if (to.length === 0) return "after";
  return `neither: ${from.slice(0, 3)} are not as before, ${to.slice(0, 3)} not as after`;
}

/** What of a run that has ended is still among the journals, where only finished ones may be. */
export function litterOf({ home }: Sandbox): string[] {
  return existsSync(home) ? readdirSync(home).filter((name) => name !== "runs") : [];
}

/** Removes the locks of this process: one that had failed for good would have ended. */
export function forgetLocks({ home }: Sandbox): void {
  if (!existsSync(home)) return;
  for (const name of readdirSync(home)) if (/^lock-/.test(name)) rmSync(join(home, name));
}
