/** setuptools: what pyproject.toml says goes before what setup.cfg says, and that before setup.py. */

import { stringsOf, tableAt } from "../../project/manifest.js";
import { arrayAt, valueAt } from "../toml-find.js";
import { arrayOf, extended, keysIn, quoted } from "../toml-insert.js";
import { discovered } from "./discovery.js";
import { type Find, type Listing, verdictOn } from "./listing.js";
import type { Project, Verdict } from "./project.js";
import { callListing } from "./setup-call.js";
import { configListing } from "./setup-cfg.js";

const TABLE = ["tool", "setuptools"];

/** Whether the wheel of a setuptools project holds the services, and what makes it so. */
export async function setuptoolsVerdict(project: Project): Promise<Verdict> {
  const listings = [manifestListing(project), configListing(project), await callListing(project)];
  const there = listings.filter((listing) => listing !== undefined);
  const telling = there.find(({ packages, hasModules }) => packages || hasModules);
  if (telling) return verdictOn(telling, project);
  const [first, ...others] = there.filter(mayBeExtended(project));
  if (!first) return [];
  const folders = Object.assign({}, ...[...others, first].map((one) => one.folders));
  return discovered({ ...first, folders }, project);
}

/** A pyproject.toml that describes no project is left alone where setup.py does. */
function mayBeExtended({ manifest }: Project) {
  const isProject = tableAt(manifest?.data ?? {}, "project").name !== undefined;
  return ({ where }: Listing): boolean => (where === "pyproject.toml" ? isProject : true);
}

function manifestListing(project: Project): Listing | undefined {
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
    extend: (name) => {
      const array = arrayAt(manifest, isList ? [...TABLE, "packages"] : inclusion);
      return array && extended(manifest, array, [quoted(manifest.text, array.range, name)]);
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

function findOf({ manifest }: Project): Find | "not read" {
  if (!manifest) return "not read";
  const find = valueAt(manifest, [...TABLE, "packages", "find"]);
  const table = tableAt(manifest.data, ...TABLE, "packages", "find");
  if (!find && !("find" in tableAt(manifest.data, ...TABLE, "packages"))) return "not read";
  return {
    where: table.where === undefined ? ["."] : stringsOf(table.where),
    include: table.include === undefined ? ["*"] : stringsOf(table.include),
    exclude: stringsOf(table.exclude),
    isRegular: table.namespaces === false,
  };
}
