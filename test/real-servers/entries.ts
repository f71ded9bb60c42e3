/** The servers of the proof: which they are, at which commit, and how each is installed, built, started and tested. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One server. Commands run in `folder` of a copy, by a shell, with `node_modules/.bin` or `.venv/bin` on the path. */
export interface Entry {
  /** What the table and the command line call it. */
  readonly name: string;
  /** Its public GitHub repository, `owner/name`. */
  readonly repo: string;
  readonly commit: string;
  readonly language: "typescript" | "python";
  /** The server's folder in the repository; the repository itself where it is left out. */
  readonly folder?: string;
  /** What is copied and installed, where that is more than `folder`: a workspace. */
  readonly root?: string;
  /** What is retrofitted, where that is a single file and not the whole folder. */
  readonly file?: string;
  /** Installs what the manifest asks for, both before and after. */
  readonly install?: string;
  /** Builds it, where checking its types does not. */
  readonly build?: string;
  /** Starts the server over stdio. Left out where it speaks HTTP only: then nothing is listed. */
  readonly start?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** TypeScript: how its types are checked. Plain `tsc` where that is how it is built as well. */
  readonly types?: string;
  readonly tests?: Tests;
  /** Tests that assert a tool's exact schema or signature and so must fail, by the names they are reported under. */
  readonly exactSchemaTests?: readonly string[];
  /** Tools that the sources register and this start does not list, each with the reason. */
  readonly unlisted?: Readonly<Record<string, string>>;
  /** Python: also build the wheel, install it elsewhere and start it by its console script. */
  readonly wheel?: boolean;
  readonly note?: string;
}

export interface Tests {
  readonly runner: "vitest" | "jest" | "pytest";
  /** Arguments added to the runner's, e.g. a folder or tests left out. */
  readonly args?: string;
}

/** Reads servers.json, filling in what all servers of a language share. */
export function readEntries(): Entry[] {
  const text = readFileSync(join(import.meta.dirname, "servers.json"), "utf8");
  const { defaults, servers } = JSON.parse(text) as {
    defaults: Record<Entry["language"], Partial<Entry>>;
    servers: Entry[];
  };
  return servers.map((entry) => ({ ...defaults[entry.language], ...entry }));
}

/** Where the entry's clone is below the folder of servers: `owner+name`. */
export function cloneOf(entry: Entry, servers: string): string {
  return join(servers, entry.repo.replace("/", "+"), entry.root ?? entry.folder ?? "");
}
