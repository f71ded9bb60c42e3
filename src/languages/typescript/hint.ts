/** Why a folder in which no tool was found may be an MCP server all the same. */

import { dirname, join } from "node:path";
import type { FileStore } from "../../disk/files.js";
import { isRepository } from "../../disk/git.js";
import type { Server } from "../../types.js";
import { unsupported } from "./forms/libraries.js";
import { isOfPackage, libraryOf } from "./forms/library-queries.js";
import { manifestOf, type PackageJson } from "./project/layout.js";
import { packagesAround } from "./project/workspace.js";

/** What to say of the package in a folder, with the remedy; undefined where nothing points to MCP. */
export function hint(folder: string, files: FileStore): string | undefined {
  const manifest = join(folder, "package.json");
  if (!files.isFile(manifest)) return undefined;
  const server: Server = { language: "typescript", root: folder, name: "", manifest, files: [] };
  const names = namesIn(manifestOf(server, files));
  const library = unsupported
    .map((each) => names.find((name) => isOfPackage(name, each)))
    .find((name) => name !== undefined);
  if (library) {
    return `package.json depends on ${library}, a library that retrofit does not support; register the tools through the MCP SDK, or give each the parameter by hand`;
  }
  const root = workspaceRoot(folder, files);
  if (root === undefined) return undefined;
  const packages = packagesAround(folder, files);
  const shared = names.find((name) => {
    const found = packages.get(name);
    return found !== undefined && [...names, ...namesIn(found.manifest)].some(libraryOf);
  });
  if (shared === undefined) return undefined;
  return `the package uses ${shared} of its workspace, which may register its tools; name the workspace's folder: ${root}`;
}

/** The packages that a manifest lists, for whatever purpose. */
function namesIn(manifest: PackageJson): string[] {
  const { dependencies, devDependencies, peerDependencies } = manifest;
  return Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
}

/** The folder above that lists this one's workspace. */
function workspaceRoot(folder: string, files: FileStore): string | undefined {
  for (let at = dirname(folder); ; at = dirname(at)) {
    if (files.isFile(join(at, "pnpm-workspace.yaml"))) return at;
    const text = files.read(join(at, "package.json"))?.text;
    if (text && /"workspaces"\s*:/.test(text)) return at;
    if (isRepository(at, files) || dirname(at) === at) return undefined;
  }
}
