/** Backends that package by the name of a module: flit one, uv one or several. */

import { stringsOf, tableAt } from "../../project/manifest.js";
import { arrayAt, valueAt } from "../toml-find.js";
import { arrayOf, extended, keysIn, quoted } from "../toml-insert.js";
import {
  HELD,
  isBelow,
  obstacle,
  type Project,
  parentOf,
  plainPath,
  projectName,
  type Verdict,
} from "./project.js";

/** flit takes one module or package, and all that is in it. */
export function flitVerdict(project: Project): Verdict {
  const tool = tableAt(project.manifest?.data ?? {}, "tool", "flit");
  const named = tableAt(tool, "module").name ?? tableAt(tool, "metadata").module;
  const name = typeof named === "string" ? named : plainName(project);
  const path = name.replaceAll(".", "/");
  if ([path, `src/${path}`].some((folder) => isBelow(project.services, folder))) return HELD;
  return obstacle(
    `flit packages the module ${name} alone, and ${project.services} would be missing from the wheel`,
    `make ${name} a package (${path}/__init__.py) and run again, or build with hatchling or setuptools`,
  );
}

/** uv takes the packages that module-name names, below module-root. */
export function uvVerdict(project: Project): Verdict {
  const { manifest, services } = project;
  if (!manifest) return HELD;
  const key = ["tool", "uv", "build-backend"];
  const { "module-name": given, "module-root": folder = "src" } = tableAt(manifest.data, ...key);
  const names =
    typeof given === "string" ? [given] : given ? stringsOf(given) : [plainName(project)];
  const root = plainPath(String(folder));
  const paths = names.map((name) =>
    [root, name.replaceAll(".", "/")].filter((part) => part !== ".").join("/"),
  );
  if (paths.some((path) => isBelow(services, path))) return HELD;
  if (parentOf(services) !== root) return outside(project, root);
  const name = services.slice(root === "." ? 0 : root.length + 1);
  if (given === undefined) {
    const list = arrayOf(manifest, [...names, name]);
    return [keysIn(manifest, key, [["module-name", list]])];
  }
  const array = arrayAt(manifest, [...key, "module-name"]);
  if (array) return [extended(manifest, array, [quoted(manifest.text, array.range, name)])];
  const [start, end] = valueAt(manifest, [...key, "module-name"])?.range ?? [0, 0];
  const file = manifest.path;
  // One name in quotes becomes a list of two.
  return [
    { file, offset: start, text: "[" },
    { file, offset: end, text: `, ${quoted(manifest.text, [start, end], name)}]` },
  ];
}

function plainName(project: Project): string {
  return (projectName(project) ?? "").toLowerCase().replaceAll(/[-_.]+/g, "_");
}

function outside({ services }: Project, root: string): Verdict {
  return obstacle(
    `uv packages only what is in ${root === "." ? "the root" : root}, and ${services} is not`,
    "move the server's modules there and run again",
  );
}
