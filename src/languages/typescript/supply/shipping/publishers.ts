/** Which packages publish what a server builds as their own, and whether its services go along. */

import { join, resolve } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import { isWithin } from "../../../../disk/paths.js";
import type { Server } from "../../../../types.js";
import { type Extent, extentOf, type Shipped } from "../../../supply/shipped.js";
import { manifestOf } from "../../project/layout.js";
import { bundlesOf } from "../bundler.js";
import { type Copy, copiesOf } from "./copies.js";
import { type Publisher, packageOf, packagesNear } from "./packages.js";

/** A package that publishes modules of the server. */
export interface Publishing {
  readonly publisher: Publisher;
  readonly extent: Exclude<Extent, "nothing">;
  /** What makes it do so, for people: the package.json that says it, and how. */
  readonly by: string;
  readonly how: string;
  /** Whether the package's `files` decide what goes along. */
  readonly isListed?: true;
}

/** Every package that publishes modules of the server, and the server's own where it leaves the services out. */
export function publishingsOf(server: Server, files: FileStore, shipped: Shipped): Publishing[] {
  const packages = packagesNear(server, files);
  const found = packages.flatMap((each) => [
    ...copying(each, packages, server, files, shipped),
    ...listing(each, server, shipped),
    ...(each.folder === server.root ? [] : including(each, server, files)),
  ]);
  const worst = new Map<string, Publishing>();
  for (const each of found) {
    const known = worst.get(each.publisher.folder);
    if (!known || known.extent === "whole") worst.set(each.publisher.folder, each);
  }
  const isOwn = ({ publisher }: Publishing): boolean => publisher.folder === server.root;
  return [...worst.values()].filter((each) => !isOwn(each) || each.extent !== "whole");
}

/** By a script, its own or another package's, that copies them there. */
function copying(
  { path, ...by }: Publisher,
  packages: readonly Publisher[],
  server: Server,
  files: FileStore,
  shipped: Shipped,
): Publishing[] {
  const installed = join("node_modules", manifestOf(server, files).name ?? "?");
  return copiesOf({ path, ...by }, files).flatMap((copy) => {
    const paths = copy.paths.map((each) => throughLink(each, installed, server));
    const ours = paths.filter((each) => isWithin(each, server.root));
    const extent = extentOf(ours, shipped);
    if (extent === "nothing") return [];
    return targetsOf({ ...copy, paths }, by.folder, packages, server).map((publisher) => ({
      publisher,
      extent,
      by: path,
      how: "a script copies what it builds",
    }));
  });
}

/** A path through the link to a package of the workspace, as the package's own. */
function throughLink(path: string, installed: string, server: Server): string {
  const at = path.indexOf(installed);
  return at < 0 ? path : join(server.root, path.slice(at + installed.length));
}

/** The packages that a copy goes to: of its target, of other paths that it names, of the script itself. */
function targetsOf(
  { paths, target }: Copy,
  folder: string,
  packages: readonly Publisher[],
  server: Server,
): Publisher[] {
  const isOther = (path: string): boolean =>
    packageOf(path, packages)?.folder !== server.root && path !== folder;
  const outside = target && isOther(target) ? [target] : paths.filter(isOther);
  const ofPaths = outside.flatMap((path) => packageOf(path, packages) ?? []);
  const named = [...new Set(ofPaths)].filter((each) => !isWithin(server.root, each.folder));
  if (named.length > 0) return named;
  return packages.filter((each) => each.folder === folder && folder !== server.root);
}

/** By its `files`: the server's own, or those of a package around it that publishes what the server builds. */
function listing(
  { folder, path, manifest }: Publisher,
  server: Server,
  shipped: Shipped,
): Publishing[] {
  const { files: listed, bin, main, private: isPrivate } = manifest;
  if (!Array.isArray(listed) || !isWithin(server.root, folder)) return [];
  if (isPrivate && bin === undefined && main === undefined) return [];
  const taken = listed.filter((each) => !each.startsWith("!"));
  const extent = extentOf(
    taken.map((each) => resolve(folder, `./${each}`)),
    shipped,
  );
  if (extent === "nothing") return [];
  return [
    {
      publisher: { folder, path, manifest },
      extent,
      by: path,
      how: "`files` names them",
      isListed: true,
    },
  ];
}

/** By putting them into its tarball, or into a bundle of its own that leaves packages out. */
function including(publisher: Publisher, server: Server, files: FileStore): Publishing[] {
  const { folder, path, manifest } = publisher;
  const { name, dependencies: own = {} } = manifestOf(server, files);
  if (!name) return [];
  const made = (how: string): Publishing[] => [{ publisher, extent: "whole", by: path, how }];
  const bundled = manifest.bundledDependencies ?? manifest.bundleDependencies ?? [];
  const isListed = { ...manifest.devDependencies, ...manifest.dependencies }[name] !== undefined;
  if (bundled === true ? isListed : bundled !== false && bundled.includes(name)) {
    return made("`bundledDependencies` puts the package into it");
  }
  const shared = Object.keys(own).some((each) => manifest.dependencies?.[each] !== undefined);
  if (!isListed || !shared) return [];
  const bundle = bundlesOf({ ...server, root: folder, manifest: path, files: [] }, files).find(
    ({ by, settings }) => settings.includes(name) || !leavesOut(by, settings, name, manifest),
  );
  return bundle ? made(`its bundle (${bundle.by}) takes the package in`) : [];
}

/** Whether a bundle that does not name a package leaves it for Node.js to find. */
function leavesOut(by: string, settings: string, name: string, manifest: PackageLists): boolean {
  const isPublished = manifest.dependencies?.[name] !== undefined;
  if (/^(?:tsup|tsdown|unbuild)$/.test(by)) return isPublished;
  if (/packages\s*[=:]\s*["']?external|nodeExternals|skipNodeModulesBundle/.test(settings))
    return true;
  return by === "esbuild" ? !/--bundle|bundle\s*:\s*true/.test(settings) : false;
}

type PackageLists = Publisher["manifest"];
