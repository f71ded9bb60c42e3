/** setuptools: what pyproject.toml says goes before what setup.cfg says, and that before setup.py. */

import { stringsOf, tableAt } from "../../project/manifest.js";
import type { Mount } from "../../project/mounts.js";
import { arrayAt } from "../toml-find.js";
import { arrayOf, extended, keysIn, quoted } from "../toml-insert.js";
import { discovered } from "./discovery.js";
import { type Find, type Listing, verdictOn } from "./listing.js";
import { type Described, hasFolder, type Project, plainPath, type Verdict } from "./project.js";
import { callListing } from "./setup-call.js";
import { configListing } from "./setup-cfg.js";

const TABLE = ["tool", "setuptools"];

/** What package_dir says, where packages are searched, or where setuptools looks by itself. */
export async function setuptoolsMounts(project: Described): Promise<Mount[]> {
  const there = await listingsOf(project);
  const telling = there.find(({ packages, hasModules }) => packages || hasModules);
  const folders = Object.assign({}, ...there.toReversed().map((one) => one.folders));
  const named = Object.entries<string>(folders).map(([name, path]) => ({
    path: plainPath(path),
    name,
  }));
  const { packages } = telling ?? {};
  if (packages === "not read" && named.length === 0) return [];
  const searched = packages && typeof packages === "object" && "where" in packages;
  const others = searched ? packages.where.map(plainPath) : [folderFor(project, telling)];
  const isSaid = named.some(({ name }) => name === "");
  const rest = isSaid ? [] : [...new Set(others)].map((path) => ({ path, name: "" }));
  return [...named, ...rest];
}

/** Where what package_dir does not name lies: the root, unless setuptools looks for itself and there is src. */
function folderFor(project: Described, telling: Listing | undefined): string {
  return !telling && hasFolder(project, "src") ? "src" : ".";
}

async function listingsOf(project: Described): Promise<Listing[]> {
  const listings = [manifestListing(project), configListing(project), await callListing(project)];
  return listings.filter((listing) => listing !== undefined);
}

/** Whether the wheel of a setuptools project holds the services, and what makes it so. */
export async function setuptoolsVerdict(project: Project): Promise<Verdict> {
  const there = await listingsOf(project);
  const telling = there.find(({ packages, hasModules }) => packages || hasModules);
  if (telling) return verdictOn(telling, project);
  const [first, ...others] = there.filter(mayBeExtended(project));
  if (!first) return [];
  const folders = Object.assign({}, ...[...others, first].map((one) => one.folders));
  return discovered({ ...first, folders }, project);
}

/** A pyproject.toml that describes no project is left alone where setup.py does. */
function mayBeExtended({ manifest }: Described) {
  const isProject = tableAt(manifest?.data ?? {}, "project").name !== undefined;
  return ({ where }: Listing): boolean => (where === "pyproject.toml" ? isProject : true);
}

function manifestListing(project: Described): Listing | undefined {
  const { manifest } = project;
  if (!manifest) return undefined;
  const {
    packages,
    "package-dir": folders,
    "py-modules": modules,
  } = tableAt(manifest.data, ...TABLE);
  const isList = Array.isArray(packages);
  const inclusion = [...TABLE, "packages", "find", "include"];
  return {
    where: "pyproject.toml",
    packages: isList ? stringsOf(packages) : packages ? findOf(project) : undefined,
    hasModules: modules !== undefined,
    folders: (folders ?? {}) as Record<string, string>,
    extend: (names) => {
      const array = arrayAt(manifest, isList ? [...TABLE, "packages"] : inclusion);
      if (!array) return undefined;
      const items = names.map((name) => quoted(manifest.text, array.range, name));
      return extended(manifest, array, items);
    },
    add: (lists) => {
      const pairs = [
        ["py-modules", lists.modules],
        ["packages", lists.packages],
      ] as const;
      const given = pairs.filter(([, names]) => names && names.length > 0);
      return keysIn(
        manifest,
        TABLE,
        given.map(([key, names]) => [key, arrayOf(manifest, names ?? [])]),
      );
    },
  };
}

function findOf({ manifest }: Described): Find | "not read" {
  if (!manifest) return "not read";
  const table = tableAt(manifest.data, ...TABLE, "packages", "find");
  if (!("find" in tableAt(manifest.data, ...TABLE, "packages"))) return "not read";
  return {
    where: table.where === undefined ? ["."] : stringsOf(table.where),
    include: table.include === undefined ? ["*"] : stringsOf(table.include),
    exclude: stringsOf(table.exclude),
    isRegular: table.namespaces === false,
  };
}
