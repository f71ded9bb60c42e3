/** Where a server's package lies, and so its services folder and the path under which it is imported. */

import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { SERVICES } from "../imports/service-names.js";
import { mainModule, scriptOf } from "../supply/main.js";
import { type Home, homeOf } from "./home.js";
import { readToml } from "./manifest.js";
import { type Mount, nameIn, rootOf, withBeside } from "./mounts.js";
import { type Roots, rootsOf } from "./roots.js";
import { sourcesOf } from "./sources.js";

export interface Layout {
  /** The folder that the services folder is put into: a package, or where loose modules lie. */
  readonly folder: string;
  /** The import path of the services: `package.cred_extract_services`. */
  readonly services: string;
  /** The folder from which import paths count. */
  readonly importRoot: string;
  /** What starts the server: "module:function" of [project.scripts], or a module to run as a script. */
  readonly main: string | undefined;
  /** Whether the services can be imported by that path where a file runs. */
  reaches(file: string): boolean;
  /** Whether anything tells what the imports of a file count from. */
  isKnown(file: string): boolean;
}

/** The layout of a server. The services folder itself, existing or planned, has no say in it. */
export async function layoutOf(server: Server, files: FileStore): Promise<Layout> {
  const sources = sourcesOf(server, files);
  const roots = await rootsOf(server, files, sources);
  const read = readToml(server, files);
  const script = scriptOf(read && "manifest" in read ? read.manifest.data : {});
  const home = homeOf(script, roots, sources, files);
  const { folder, mount } = home;
  const services = [nameIn(mount, folder), SERVICES].filter(Boolean).join(".");
  const importRoot = rootOf(mount);
  return {
    folder,
    services,
    importRoot,
    main: script ?? mainModule(sources, importRoot),
    reaches: (file) => reaches(home, file, roots),
    isKnown: (file) => roots.of(file).length > 0,
  };
}

function reaches({ mount, folder }: Home, file: string, roots: Roots): boolean {
  const wanted = nameIn(mount, folder);
  const leads = (one: Mount): boolean => nameIn(one, folder) === wanted;
  const { isCertain, mounts } = roots.installed;
  // What is installed is the cheapest to ask: the sources need not be read for it.
  if (isCertain && mounts.map(withBeside).some(leads)) return true;
  return roots.of(file).some(leads) || roots.around(file).some(leads);
}
