/** What setuptools is told to package, be it in pyproject.toml, setup.py or setup.cfg, and the verdict on it. */

import type { Edit } from "../../../../types.js";
import { matchesName } from "../../../supply/globs.js";
import {
  excludedBy,
  HELD,
  hasFile,
  isBelow,
  type Obstacle,
  obstacle,
  type Project,
  plainPath,
  type Verdict,
} from "./project.js";

/** The arguments of find_packages. */
export interface Find {
  readonly where: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Whether a package needs an `__init__.py` to be found, and so do those around it. */
  readonly isRegular: boolean;
}

export interface Listing {
  /** Where it is written: "pyproject.toml". */
  readonly where: string;
  /** The packages by name, a search for them, nothing; or what could not be read. */
  readonly packages: readonly string[] | Find | "not read" | undefined;
  readonly hasModules: boolean;
  /** Whether a name stands somewhere in it, where its list is worked out. */
  mentions?(name: string): boolean;
  /** False where nothing is called to work the list out. */
  readonly calls?: boolean;
  /** package_dir: the folder of a package, "" for all others. */
  readonly folders: Readonly<Record<string, string>>;
  /** Packages more in the list, or among the names that the search takes; undefined where it is not literal. */
  extend(names: readonly string[]): Edit | undefined;
  /** The lists that are not there yet. */
  add(lists: Lists): Edit | undefined;
}

export interface Lists {
  readonly modules?: readonly string[];
  readonly packages: readonly string[];
}

/** The verdict on a listing that says something; one that says nothing is for the auto-discovery. */
export function verdictOn(listing: Listing, project: Project): Verdict {
  const { packages } = listing;
  // What is called to work the list out mostly searches, and finds what is in a package of the server.
  if (packages === "not read") {
    if (listing.mentions?.(project.imported)) return HELD;
    const isDeep = project.imported.includes(".") && listing.calls !== false;
    return { ...outOfReach(listing, project), severity: isDeep ? "warning" : "error" };
  }
  if (packages && "where" in packages) return found(packages, listing, project);
  const name = nameFrom(listing.folders, project);
  if (!name) return outOfReach(listing, project);
  const missing = project.packages.filter((each) => !packages?.includes(each));
  if (missing.length === 0) return HELD;
  const edit = packages ? listing.extend(missing) : listing.add({ packages: missing });
  return edit ? [edit] : outOfReach(listing, project);
}

function found(find: Find, listing: Listing, project: Project): Verdict {
  const { services, imported } = project;
  const name = find.where
    .filter((where) => isBelow(services, where))
    .map((where) => dottedFrom(where, services))
    .find((dotted) => dotted === imported);
  if (!name || (find.isRegular && !areRegular(project, name))) return outOfReach(listing, project);
  if (matchesName(name, find.exclude)) {
    const left = find.exclude.filter((each) => matchesName(name, [each]));
    return excludedBy(left, `the excluded packages of ${listing.where}`, project);
  }
  const missing = project.packages.filter((each) => !matchesName(each, find.include));
  if (missing.length === 0) return HELD;
  const edit = listing.extend(missing);
  return edit ? [edit] : outOfReach(listing, project);
}

/** Whether every package around the services has an `__init__.py`. */
function areRegular(project: Project, name: string): boolean {
  const parts = project.services.split("/");
  const depth = name.split(".").length;
  return parts
    .slice(parts.length - depth, -1)
    .every((_, index) =>
      hasFile(project, `${parts.slice(0, parts.length - depth + index + 1).join("/")}/__init__.py`),
    );
}

/** The name under which setuptools would take the services, where that is the one they are imported by. */
function nameFrom(
  folders: Listing["folders"],
  { services, imported }: Project,
): string | undefined {
  const names = Object.entries({ "": ".", ...folders })
    .filter(([, folder]) => isBelow(services, folder))
    .map(([name, folder]) => [name, dottedFrom(folder, services)].filter(Boolean).join("."));
  return names.find((name) => name === imported);
}

/** `src/tiny/services` from `src` is `tiny.services`. */
export function dottedFrom(folder: string, path: string): string {
  const plain = plainPath(folder);
  const rest = plain === "." ? path : path.slice(plain.length + 1);
  return rest.replaceAll("/", ".");
}

function outOfReach({ where }: Listing, { services, imported }: Project): Obstacle {
  return obstacle(
    `${where} names the packages of the wheel in a way that could not be extended, and ${services} is not among them as far as could be seen`,
    `have it name the package ${imported} as well`,
  );
}
