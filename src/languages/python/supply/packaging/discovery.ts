/**
 * What setuptools packages when nothing names it. Its rules (setuptools.discovery): the folder src, with its
 * packages and modules; else the packages at the root; else, where there are none, the one module at the root.
 */

import { SERVICES } from "../../imports/service-names.js";
import { type Listing, type Lists, verdictOn } from "./listing.js";
import {
  HELD,
  hasFolder,
  isBelow,
  modulesIn,
  type Project,
  rearranged,
  type Verdict,
} from "./project.js";

/** Folders that are not taken for packages, and files that are not taken for the module. */
const noPackages =
  /^(?:ci|bin|debian|docs?|documentation|manpages|news|newsfragments|changelog|tests?|unit_tests?|examples?|scripts|tools|utils?|python|build|benchmarks?|exercises?|htmlcov|tasks|fabfile|site_scons|[._].*)$/;
const noModules =
  /^(?:setup|conftest|tests?|examples?|build|toxfile|noxfile|pavement|dodo|tasks|fabfile|[Ss][Cc]onstruct|conanfile|manage|benchmarks?|exercises?|[._].*)$/;

/** The verdict where setuptools looks for the packages itself; `listing` says where lists could be added. */
export function discovered(listing: Listing, project: Project): Verdict {
  const base = listing.folders[""] ?? "src";
  const others = Object.keys(listing.folders).filter((name) => name !== "");
  if (others.length > 0) return verdictOn({ ...listing, packages: "not read" }, project);
  if (hasFolder(project, base)) {
    return isBelow(project.services, base) ? HELD : besideSource(base, project);
  }
  // Inside a package at the root they are found as that is; they change nothing else there.
  if (project.services !== SERVICES) return HELD;
  const edit = listing.add(listsAtRoot(project));
  return edit ? [edit] : verdictOn({ ...listing, packages: "not read" }, project);
}

/** All that was found at the root, and the services: with them as a package, modules are no longer looked for. */
function listsAtRoot(project: Project): Lists {
  const modules = modulesIn(project, ".").filter((name) => !noModules.test(name));
  const folders = project.sources.flatMap((path) => {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1));
  });
  const packages = folders
    .filter(([top = "", ...inner]) => !noPackages.test(top) && [top, ...inner].every(isIdentifier))
    .map((parts) => parts.join("."));
  return { modules, packages: [...new Set(packages)].sort().concat(project.packages) };
}

function isIdentifier(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
}

function besideSource(base: string, { services }: Project): Verdict {
  return rearranged(
    `setuptools packages only what is in ${base}, and ${services} is not`,
    `move the server's modules into ${base}`,
  );
}
