/** A server as a build backend sees it. Paths are relative to its root, with slashes. */

import { dirname, join, relative } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import type { Edit, Server } from "../../../../types.js";
import { SERVICES } from "../../imports/service-names.js";
import type { Layout } from "../../project/layout.js";
import { type Manifest, tableAt } from "../../project/manifest.js";

export interface Described {
  readonly root: string;
  /** pyproject.toml, where there is one. */
  readonly manifest: Manifest | undefined;
  /** The server's own .py files; neither the services nor the entry point that a retrofit adds. */
  readonly sources: readonly string[];
  readonly files: FileStore;
}

/** The same with its services, there or to come. */
export interface Project extends Described {
  /** The services folder: `src/tiny/cred_extract_services`. */
  readonly services: string;
  /** The import path of the services: `tiny.cred_extract_services`. */
  readonly imported: string;
  /** That of each package among them, for lists that name every one. */
  readonly packages: readonly string[];
  /** The folder from which that path counts: `src`. */
  readonly importRoot: string;
}

/** Why a wheel would be without the services although nothing can be inserted, and the remedy. */
export interface Obstacle {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly remedy: string;
}

/** The insertions that put the services into the wheel (none: they are in it), or what stands in the way. */
export type Verdict = readonly Edit[] | Obstacle;

/** The verdict that nothing is to be done. */
export const HELD: Verdict = [];

export function obstacle(message: string, remedy: string): Obstacle {
  return { severity: "error", message, remedy };
}

/** Services that a pattern excludes: `where` says of which list. */
export function excludedBy(
  patterns: readonly string[],
  where: string,
  { services }: Project,
): Obstacle {
  const named = patterns.map((each) => `\`${each}\``).join(" and ");
  return obstacle(
    `${named} in ${where} leaves ${services} out of the wheel`,
    `take ${named} out of ${where}, or have it name only what it must`,
  );
}

/** Modules that have to lie elsewhere: what was written into them goes first, since it tells where the services are. */
export function rearranged(message: string, how: string): Obstacle {
  return obstacle(message, `take the retrofit back (\`retrofit undo\`), ${how}, and run again`);
}

/** A server, its manifest and its layout as a project. */
export function projectOf(
  server: Server,
  files: FileStore,
  layout: Layout,
  manifest: Manifest | undefined,
  hasEntry: boolean,
): Project {
  const services = join(layout.folder, SERVICES);
  const isServing = hasEntry || files.isFolder(join(services, "gateway"));
  const from = (path: string): string => relative(server.root, path).replaceAll("\\", "/") || ".";
  return {
    ...described(server, files, manifest),
    services: from(services),
    imported: layout.services,
    packages: [layout.services, ...(isServing ? [`${layout.services}.gateway`] : [])],
    importRoot: from(layout.importRoot),
  };
}

/** What a build says of a server before it is known where the services go. */
export function described(
  { root, files: paths }: Server,
  files: FileStore,
  manifest: Manifest | undefined,
): Described {
  const own = paths.map((path) => relative(root, path).replaceAll("\\", "/"));
  const sources = own.filter(
    (path) =>
      path.endsWith(".py") &&
      !path.split("/").includes(SERVICES) &&
      !(path === "entrypoint.py" && isOurs(files, join(root, path))),
  );
  return { root, manifest, sources, files };
}

function isOurs(files: FileStore, path: string): boolean {
  return files.read(path)?.text.includes(SERVICES) === true;
}

/** The folder that the services folder lies in, "." for the root. */
export function parentOf(path: string): string {
  return dirname(path);
}

/** Whether a path is a folder's own or lies below it. "." holds everything. */
export function isBelow(path: string, folder: string): boolean {
  const plain = plainPath(folder);
  return plain === "." || path === plain || path.startsWith(`${plain}/`);
}

/** A path as people write it in a manifest, without "./" and a last slash. */
export function plainPath(path: string): string {
  const plain = path
    .replaceAll("\\", "/")
    .replace(/^(?:\.\/)+/, "")
    .replace(/\/+$/, "");
  return plain === "" ? "." : plain;
}

/** A path in a wheel as it is imported: "" for its top. */
export function dotted(path: string): string {
  return path
    .replaceAll("\\", "/")
    .replaceAll(/^\.?\/+|\/+$/g, "")
    .replace(/\.py$/, "")
    .replaceAll("/", ".");
}

/** The names of the modules right in a folder. */
export function modulesIn(project: Described, folder: string): string[] {
  const own = project.sources.filter((path) => parentOf(path) === folder);
  return own.map((path) => path.slice(folder === "." ? 0 : folder.length + 1, -".py".length));
}

/** Whether the root has this file or folder. */
export function hasFolder({ root, files }: Described, path: string): boolean {
  return files.isFolder(join(root, path));
}

export function hasFile({ root, files }: Described, path: string): boolean {
  return files.isFile(join(root, path));
}

/** The project's own name: of [project], or of poetry's table. */
export function projectName({ manifest }: Described): string | undefined {
  const data = manifest?.data ?? {};
  const name = tableAt(data, "project").name ?? tableAt(data, "tool", "poetry").name;
  return typeof name === "string" ? name : undefined;
}

/** The project's name as backends look for its package: `my_server`. Empty where it has none. */
export function plainName(project: Described): string {
  return (projectName(project) ?? "").toLowerCase().replaceAll(/[-_.]+/g, "_");
}
