/** Which MCP SDK a server builds on, and in which version it gets it. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import type { Edition, Version } from "../forms/library.js";
import { editions } from "../forms/library-queries.js";
import { manifestOf } from "../project/layout.js";
import { foldersUp, installationOf } from "./package-manager.js";

const sdks = editions.filter(({ startsItself }) => !startsItself);

/** The SDK that package.json lists, the newest first; undefined where it lists none. */
export function sdkOf(server: Server, files: FileStore): Edition | undefined {
  const { dependencies, devDependencies, peerDependencies } = manifestOf(server, files);
  const listed = { ...devDependencies, ...peerDependencies, ...dependencies };
  return sdks.find((edition) => listed[edition.package] !== undefined);
}

/** The edition with streamable HTTP only in later versions than the server's: which version it came with. */
export function lackingHttp(
  server: Server,
  files: FileStore,
  edition: Edition,
): Version | undefined {
  if (!edition.httpSince) return undefined;
  const [major, minor] = versionOf(server, files, edition.package);
  const [since, sinceMinor] = edition.httpSince;
  const has = major > since || (major === since && minor >= sinceMinor);
  return has ? undefined : edition.httpSince;
}

/** The range of zod that the server's SDK depends on itself, so that both share one; the widest where it has none. */
export function zodRangeOf(server: Server, files: FileStore): string {
  const edition = sdkOf(server, files);
  const ranges = edition?.zod ?? [];
  const [major, minor] = edition ? versionOf(server, files, edition.package) : [0, 0];
  const own = ranges.find(({ before }) => !before || (major === before[0] && minor < before[1]));
  return own?.range ?? "^3.25.0 || ^4.0.0";
}

/** Major and minor version: as installed, else as locked, else the newest that the range allows. */
function versionOf(server: Server, files: FileStore, name: string): Version {
  return numbers(
    installed(server, files, name) ?? locked(server, files, name) ?? newest(server, files, name),
  );
}

function installed(server: Server, files: FileStore, name: string): string | undefined {
  const path = foldersUp(server.root)
    .map((folder) => join(folder, "node_modules", name, "package.json"))
    .find((each) => files.isFile(each));
  const text = path && files.read(path)?.text;
  return text ? /"version"\s*:\s*"([^"]+)"/.exec(text)?.[1] : undefined;
}

/** The first version that a lock file names beside the package, whatever its format. */
function locked(server: Server, files: FileStore, name: string): string | undefined {
  const { lock } = installationOf(server, files);
  const text = lock && files.read(lock)?.text;
  if (!text) return undefined;
  const escaped = name.replace("/", "\\/");
  const forms = [
    new RegExp(`"node_modules/${escaped}":\\s*\\{\\s*"version":\\s*"(\\d[^"]*)"`),
    new RegExp(`['"]?${escaped}@(\\d+\\.\\d+\\.\\d+)`),
    new RegExp(`"?${escaped}@[^\\n]*:\\n\\s+version:? "?(\\d+\\.\\d+\\.\\d+)`),
  ];
  return forms.map((form) => form.exec(text)?.[1]).find((found) => found !== undefined);
}

/** A caret or open range allows the newest 1.x; an exact or patch range means what it says. */
function newest(server: Server, files: FileStore, name: string): string {
  const { dependencies, devDependencies, peerDependencies } = manifestOf(server, files);
  const range = { ...devDependencies, ...peerDependencies, ...dependencies }[name] ?? "";
  return /^[\^>*x]|latest|^1(\.x)?$/.test(range) && !range.startsWith("^0") ? "1.999.0" : range;
}

function numbers(version: string): Version {
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major), Number(minor)];
}
