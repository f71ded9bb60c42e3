/** Where the journals of a server's runs are kept: never in its tree. */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { gitDirOf, gitRootOf } from "../git.js";

/**
 * The folder for the journals of a server: in the git directory of its work tree; for a server outside of any,
 * one of its own in the user's state folder. Nothing need be there yet.
 */
export function homeOf(root: string): string {
  const git = gitDirOf(root);
  return git ? join(git, "retrofit") : join(stateFolder(), digest(root));
}

/** The homes of several servers, each once, always in the same order: whoever locks several must not wait crosswise. */
export function homesOf(roots: readonly string[]): string[] {
  return [...new Set(roots.map(homeOf))].sort();
}

/** The folder that a run over a server may write in: its work tree, or itself outside of any. */
export function territoryOf(root: string): string {
  return gitDirOf(root) ? (gitRootOf(root) ?? root) : root;
}

/** The journal of the run that is being written, or that was cut short. */
export function unfinishedPath(home: string): string {
  return join(home, "unfinished.json");
}

/** The folder of the journals of finished runs. */
export function runsFolder(home: string): string {
  return join(home, "runs");
}

/** The homes among those of these servers in which a run is unfinished. Takes a look at one path for each. */
export function unfinishedHomes(roots: readonly string[]): string[] {
  return homesOf(roots).filter((home) => existsSync(unfinishedPath(home)));
}

/** Where programs keep what must outlast them and is nobody's document. */
function stateFolder(): string {
  return join(stateBase(), "mcp-retrofit");
}

function stateBase(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  // The XDG specification: a relative path is to be ignored.
  if (XDG_STATE_HOME && isAbsolute(XDG_STATE_HOME)) return XDG_STATE_HOME;
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support");
  if (process.platform === "win32" && LOCALAPPDATA) return LOCALAPPDATA;
  return join(homedir(), ".local", "state");
}

function digest(root: string): string {
  return createHash("sha256").update(root).digest("hex").slice(0, 16);
}
