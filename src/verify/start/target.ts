/** A copy of a server that can be started: what is run, in which folder, with which settings. */

import { createFileStore } from "../../disk/files.js";
import { UserError } from "../../errors.js";
import { languageOf, languages } from "../../languages/registry.js";
import type { Program, Starting } from "../../languages/starting.js";
import { discover } from "../../run/discover.js";
import type { Server } from "../../types.js";
import { build } from "./build.js";
import type { Scratch } from "./scratch.js";

export interface Target {
  /** The copy's folder. */
  readonly root: string;
  readonly starting: Starting;
  readonly own: Program;
}

/** What the user says of how the server is started. */
export interface StartOptions {
  /** In place of the server's own command, for a shell. */
  readonly command?: string | undefined;
  /** Milliseconds that a build, a start or a call may take. */
  readonly timeout: number;
}

/** Builds a copy, and finds out how it is started. Throws UserError where either cannot be done. */
export async function prepareTarget(
  root: string,
  origin: Server,
  scratch: Scratch,
  options: StartOptions,
): Promise<Target> {
  const files = createFileStore();
  const server = copied(root, origin);
  const starting = await languageOf(origin.language).starting(server, files, origin.root);
  const { command } = options;
  const own = command ? { command: "sh", args: ["-c", `exec ${command}`] } : starting.own;
  if (typeof own === "string") {
    throw new UserError(`${origin.root}: ${own}; say how it is started with --command`);
  }
  await build(root, starting, scratch, options.timeout);
  return { root, starting, own };
}

/** The server as it is found in the copy. */
function copied(root: string, origin: Server): Server {
  const { servers } = discover([root], languages, createFileStore());
  const found = servers.find((each) => each.root === root && each.language === origin.language);
  return found ?? { language: origin.language, root, name: origin.name, files: [] };
}
