/** What of a TypeScript server has to go together, as sources and as the compiler puts them. */

import { join, relative } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import { isWithin } from "../../../../disk/paths.js";
import type { Scan, Server } from "../../../../types.js";
import type { Shipped } from "../../../supply/shipped.js";
import { compilerOf, layoutOf } from "../../project/layout.js";
import { isServicesFile, productionFiles, servicesName } from "../../project/server-files.js";
import { bundlesOf } from "../bundler.js";
import { builtOf } from "../running.js";

/** The modules that import the services, or will, and the services. What a bundler makes is whole by itself. */
export function shippedOf(
  server: Server,
  files: FileStore,
  { tools, findings }: Pick<Scan, "tools" | "findings">,
): Shipped {
  const { services, language } = layoutOf(server, files);
  const fixes = [...tools, ...findings].flatMap(({ fix }) => fix?.imports ?? []);
  const importing = productionFiles(server).filter((path) =>
    files.read(path)?.text.includes(`/${servicesName}`),
  );
  const sources = [...new Set([...fixes.map(({ file }) => file), ...importing])].filter(
    (path) => !isServicesFile(path),
  );
  const index = join(services, language === "typescript" ? "index.ts" : "index.js");
  const placesOf = builtPlaces(server, files);
  return { users: sources.flatMap(placesOf), services: placesOf(index) };
}

/** Where a source may lie once it is built, itself first. */
function builtPlaces(server: Server, files: FileStore): (path: string) => string[] {
  const { sourceRoot } = layoutOf(server, files);
  if (bundlesOf(server, files).length > 0) return (path) => [path];
  const hasSources = (folder: string): boolean =>
    server.files.some((path) => isWithin(path, folder));
  // Of a build that no tsconfig tells of, by what such folders are called.
  const outputs = compilerOf(server, files)?.outDir
    ? []
    : usualOutputs.map((name) => join(server.root, name)).filter((each) => !hasSources(each));
  return (path) => {
    const built = builtOf(path, server, files);
    const inOutputs = outputs.map((folder) =>
      join(folder, relative(sourceRoot, path).replace(/\.([cm]?)tsx?$/, ".$1js")),
    );
    return [...new Set([path, built, ...(isWithin(path, sourceRoot) ? inOutputs : [])])];
  };
}

const usualOutputs = ["dist", "build", "lib", "out"];
