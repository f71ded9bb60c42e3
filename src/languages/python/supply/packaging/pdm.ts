/** pdm-backend: its includes, else the packages in its folder, else, where there are none, the modules there. */

import { excluding, globHolds } from "../../../supply/globs.js";
import { stringsOf, tableAt } from "../../project/manifest.js";
import type { Mount } from "../../project/mounts.js";
import { arrayAt } from "../toml-find.js";
import { arrayOf, extended, keysIn, quoted } from "../toml-insert.js";
import {
  type Described,
  excludedBy,
  HELD,
  hasFolder,
  modulesIn,
  type Project,
  parentOf,
  plainPath,
  type Verdict,
} from "./project.js";

const TABLE = ["tool", "pdm", "build"];

/** package-dir, or src, is dropped from paths; others stay. */
export function pdmMounts(project: Described): Mount[] {
  const build = tableAt(project.manifest?.data ?? {}, ...TABLE);
  const folders = [folderOf(project, build["package-dir"]), "."];
  return [...new Set(folders)].map((path) => ({ path, name: "" }));
}

/** Whether the wheel of a pdm project holds the services, and what makes it so. */
export function pdmVerdict(project: Project): Verdict {
  const { manifest, services } = project;
  if (!manifest) return HELD;
  const build = tableAt(manifest.data, ...TABLE);
  const [includes, excludes] = [stringsOf(build.includes), stringsOf(build.excludes)];
  const left = excluding(excludes, services, (each, path) => globHolds(plainPath(each), path));
  if (left.length > 0) return excludedBy(left, "excludes under [tool.pdm.build]", project);
  if (includes.length === 0) return guessed(project, folderOf(project, build["package-dir"]));
  const taken = includes.some((pattern) =>
    [services, `${services}/__init__.py`].some((path) => globHolds(plainPath(pattern), path)),
  );
  const array = arrayAt(manifest, [...TABLE, "includes"]);
  if (taken || !array) return HELD;
  return [extended(manifest, array, [quoted(manifest.text, array.range, services)])];
}

function folderOf(project: Described, given: unknown): string {
  if (typeof given === "string") return plainPath(given);
  return hasFolder(project, "src") ? "src" : ".";
}

function guessed(project: Project, folder: string): Verdict {
  const { manifest, services, sources } = project;
  // Deeper down they are in a package that is taken whole.
  if (!manifest || parentOf(services) !== folder) return HELD;
  const isPackage = (path: string): boolean =>
    path.endsWith("/__init__.py") && parentOf(parentOf(path)) === folder;
  if (sources.some(isPackage)) return HELD;
  const prefix = folder === "." ? "" : `${folder}/`;
  const paths = [...modulesIn(project, folder).map((name) => `${prefix}${name}.py`), services];
  return [keysIn(manifest, TABLE, [["includes", arrayOf(manifest, paths)]])];
}
