/** Which MCP SDK a server builds on, and in which version it gets it. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { manifestOf } from "../project/layout.js";
import { foldersUp, installationOf } from "./package-manager.js";

export type SdkName = "@modelcontextprotocol/sdk" | "@modelcontextprotocol/server";

/** The SDK that package.json lists, v2 before v1; undefined where it lists none. */
export function sdkOf(server: Server, files: FileStore): SdkName | undefined {
  const { dependencies, devDependencies, peerDependencies } = manifestOf(server, files);
  const listed = { ...devDependencies, ...peerDependencies, ...dependencies };
  const names: SdkName[] = ["@modelcontextprotocol/server", "@modelcontextprotocol/sdk"];
  return names.find((name) => listed[name] !== undefined);
}

/** Whether SDK v1 has streamable HTTP, which came with 1.10. */
export function hasStreamableHttp(server: Server, files: FileStore): boolean {
  const [major = 0, minor = 0] = versionOf(server, files, "@modelcontextprotocol/sdk");
  return major > 1 || (major === 1 && minor >= 10);
}

/**
 * The range of zod that the server's SDK depends on itself, so that both share one: zod 3 alone up to
 * 1.22, both since 1.23, zod 4 in SDK v2 (from the `dependencies` of the published packages).
 */
export function zodRangeOf(server: Server, files: FileStore): string {
  const name = sdkOf(server, files);
  if (name === "@modelcontextprotocol/server") return "^4.2.0";
  const [major = 0, minor = 0] = name ? versionOf(server, files, name) : [];
  return major === 1 && minor < 23 ? "^3.23.8" : "^3.25.0 || ^4.0.0";
}

/** Major and minor version: as installed, else as locked, else the newest that the range allows. */
function versionOf(server: Server, files: FileStore, name: SdkName): readonly number[] {
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

function numbers(version: string): number[] {
  return (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
}
