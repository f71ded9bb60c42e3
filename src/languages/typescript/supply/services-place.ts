/** The folder that the services go into: around the sources, built with them, and with no meaning of its own. */

import { dirname, join, relative, sep } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { registeringPattern } from "../forms/prefilter.js";
import { isServicesFile, servicesName } from "../project/server-files.js";
import type { TsOptions } from "../project/tsconfig-options.js";

/** What of a server decides where its services can be. */
export interface Surroundings {
  /** The server's source files that matter: those that speak MCP or AWS. */
  readonly sources: readonly string[];
  /** The names of the packages that it lists. */
  readonly packages: readonly string[];
  readonly compiler: TsOptions | undefined;
}

/**
 * The folder around most of these sources of a server, the deepest of those that lie around as many;
 * where a `src` is above it, that. Left out are folders that begin with a dot or whose files a web
 * framework makes pages of, and those that the server's build does not take in while it takes in the
 * sources.
 */
export function servicesParent(
  server: Server,
  files: FileStore,
  { sources, packages, compiler }: Surroundings,
): string {
  const meaning = routeFolders(server, files, packages);
  const isPlain = (folder: string): boolean =>
    partsOf(server, folder).every((part) => !part.startsWith(".") && !meaning.has(part));
  const isBuilt = buildTakesIn(server, sources, compiler);
  const outside = sources.filter((path) => isPlain(dirname(path)));
  const around = outside.length > 0 ? outside : sources;
  const weigh = (path: string): number =>
    registeringPattern.test(files.read(path)?.text ?? "") ? around.length + 1 : 1;
  const places = foldersAround(server, around, weigh).filter(isPlain);
  const [best = server.root] = places.filter(isBuilt).concat(places);
  const above = partsOf(server, best);
  const src = join(server.root, ...above.slice(0, above.indexOf("src") + 1));
  if (above.includes("src") && isBuilt(src)) return src;
  if (best !== server.root || outside.length > 0) return best;
  const siblings = ["lib", "src"].map((name) => join(server.root, name));
  return siblings.find((path) => files.isFolder(path) && isBuilt(path)) ?? best;
}

/** The folders around sources: around the most that register tools, the most at all, of a `src`, the deepest. */
function foldersAround(
  server: Server,
  sources: readonly string[],
  weigh: (source: string) => number = () => 1,
): string[] {
  const weights = new Map<string, number>();
  for (const source of sources) {
    const parts = partsOf(server, dirname(source));
    const weight = weigh(source);
    for (let length = 0; length <= parts.length; length += 1) {
      const folder = join(server.root, ...parts.slice(0, length));
      weights.set(folder, (weights.get(folder) ?? 0) + weight);
    }
  }
  const ofSrc = (folder: string): number => (partsOf(server, folder).includes("src") ? 1 : 0);
  const folders = [...weights].sort(
    ([a, heavy], [b, other]) => other - heavy || ofSrc(b) - ofSrc(a) || b.length - a.length,
  );
  return folders.map(([folder]) => folder);
}

function partsOf(server: Server, folder: string): string[] {
  return relative(server.root, folder)
    .split(sep)
    .filter((part) => part !== "");
}

/** Whether the build takes in what lies in a folder; any folder will do where it takes no source in. */
function buildTakesIn(
  server: Server,
  sources: readonly string[],
  compiler: TsOptions | undefined,
): (folder: string) => boolean {
  const { takesIn } = compiler ?? {};
  if (!takesIn || !sources.some(takesIn)) return () => true;
  // Where the output begins follows from where the sources do: nothing may be put above them.
  const top = compiler?.outDir ? outputRoot(server, compiler) : server.root;
  return (folder) =>
    `${folder}${sep}`.startsWith(`${top}${sep}`) && takesIn(join(folder, servicesName, "index.ts"));
}

/** The folder whose files the compiler writes straight into its output folder. */
export function outputRoot(server: Server, compiler: TsOptions): string {
  const { rootDir, takesIn } = compiler;
  if (rootDir) return rootDir;
  const compiled = server.files.filter(
    (path) => /\.[cm]?tsx?$/.test(path) && !isServicesFile(path) && takesIn?.(path),
  );
  const places = foldersAround(server, compiled);
  return places[0] ?? server.root;
}

const frameworks =
  /^(?:next|nuxt|astro|@sveltejs\/kit|@remix-run\/.+|@react-router\/.+|@tanstack\/react-start|vercel|@vercel\/.+)$/;

/** Names of folders in which a file is a page or a route by being there. */
function routeFolders(
  server: Server,
  files: FileStore,
  packages: readonly string[],
): ReadonlySet<string> {
  const isHosted = files.isFile(join(server.root, "vercel.json"));
  const names = ["app", "pages", "api", "routes", "public"];
  return new Set(isHosted || packages.some((name) => frameworks.test(name)) ? names : []);
}
