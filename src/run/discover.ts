/** Finds the servers under the paths that the user gave. Reads; runs and writes nothing. */

import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { FileStore } from "../disk/files.js";
import { gitRootOf } from "../disk/git.js";
import { isWithin } from "../disk/paths.js";
import { walk } from "../disk/walk.js";
import { describeSystemError, UserError } from "../errors.js";
import type { Language } from "../languages/language.js";
import type { Problem, Server } from "../types.js";

export interface Discovery {
  readonly servers: readonly Server[];
  readonly problems: readonly Problem[];
}

/**
 * The servers at, below or around each path: a server, a monorepo, a folder inside a server, one file.
 * `notice` hears of every source file as it is met. Throws UserError for a path that is not there.
 */
export function discover(
  paths: readonly string[],
  languages: readonly Language[],
  files: FileStore,
  notice: Notice = () => {},
): Discovery {
  const servers = new Map<string, Server>();
  const problems = new Map<string, Problem>();
  for (const path of paths) {
    const found = discoverAt(realPath(path), languages, files, notice);
    for (const server of found.servers) addServer(servers, server);
    for (const problem of found.problems) problems.set(problem.file, problem);
  }
  return { servers: [...servers.values()], problems: [...problems.values()] };
}

type Notice = (language: Language) => void;

function discoverAt(
  target: string,
  languages: readonly Language[],
  files: FileStore,
  notice: Notice,
): Discovery {
  const base = baseOf(target, languages, files);
  const tree = walk(base, (name) => {
    const language = languages.find((each) => isSource(name, each));
    if (language) notice(language);
    return language !== undefined;
  });
  const servers = languages
    .flatMap((language) => serversOf(language, base, tree.files, files))
    .filter((server) => owns(server, target))
    .filter((server) => mayServe(server, languages, files));
  return { servers: servers.map((server) => narrow(server, target)), problems: tree.problems };
}

/** The folder to walk: the nearest one around the target that has a manifest, inside its repository. */
function baseOf(target: string, languages: readonly Language[], files: FileStore): string {
  const start = files.isFolder(target) ? target : dirname(target);
  const top = gitRootOf(start);
  for (let folder = start; ; folder = dirname(folder)) {
    if (languages.some((language) => manifestIn(folder, language, files))) return folder;
    if (folder === top || folder === dirname(folder)) return start;
  }
}

function manifestIn(folder: string, language: Language, files: FileStore): string | undefined {
  return language.manifests.map((name) => join(folder, name)).find((path) => files.isFile(path));
}

/**
 * Each source file belongs to the nearest folder around it that has a manifest, else to the base. Where the
 * base has none either, it belongs to the nearest folder that nothing outside of it can import from.
 */
function serversOf(
  language: Language,
  base: string,
  paths: readonly string[],
  files: FileStore,
): Server[] {
  const owners = new Map<string, string>();
  const isLoose = manifestIn(base, language, files) === undefined;
  const standsAlone = (folder: string): boolean =>
    isLoose && (language.standsAlone?.(basename(folder)) ?? false);
  const ownerOf = (folder: string): string => {
    const known = owners.get(folder);
    if (known !== undefined) return known;
    const hasManifest = manifestIn(folder, language, files) !== undefined;
    const isOwner = folder === base || hasManifest || standsAlone(folder);
    const owner = isOwner ? folder : ownerOf(dirname(folder));
    owners.set(folder, owner);
    return owner;
  };
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    if (!isSource(path, language)) continue;
    const owner = ownerOf(dirname(path));
    const group = groups.get(owner);
    if (group) group.push(path);
    else groups.set(owner, [path]);
  }
  return [...groups].map(([root, group]) => toServer(language, root, group, files));
}

function toServer(language: Language, root: string, group: string[], files: FileStore): Server {
  const manifest = manifestIn(root, language, files);
  return {
    language: language.id,
    root,
    name: basename(root),
    files: group.sort(),
    ...(manifest === undefined ? {} : { manifest }),
  };
}

function isSource(path: string, language: Language): boolean {
  if (path.endsWith(".d.ts") || path.endsWith(".d.mts") || path.endsWith(".d.cts")) return false;
  return language.extensions.some((extension) => path.endsWith(extension));
}

function owns(server: Server, target: string): boolean {
  return isWithin(server.root, target) || server.files.some((file) => isWithin(file, target));
}

/** Whether one of the files has a mark of an MCP server. One that cannot be read may have any. */
function mayServe(server: Server, languages: readonly Language[], files: FileStore): boolean {
  const language = languages.find(({ id }) => id === server.language);
  return server.files.some((file) => {
    try {
      const bytes = files.glance(file);
      return bytes !== undefined && language?.mayServe(bytes);
    } catch {
      return true;
    }
  });
}

function narrow(server: Server, target: string): Server {
  return isWithin(server.root, target) ? server : { ...server, only: [target] };
}

/** One server named twice is one server; a part of it named beside the whole adds nothing. */
function addServer(servers: Map<string, Server>, server: Server): void {
  const key = `${server.language}\0${server.root}`;
  const known = servers.get(key);
  if (!known) servers.set(key, server);
  else if (known.only && server.only) {
    servers.set(key, { ...known, only: [...known.only, ...server.only] });
  } else if (known.only) servers.set(key, server);
}

function realPath(path: string): string {
  const absolute = resolve(path);
  try {
    statSync(absolute);
    return realpathSync(absolute);
  } catch (error) {
    throw new UserError(`${path}: ${describeSystemError(error)}; name a server's folder or file`);
  }
}
