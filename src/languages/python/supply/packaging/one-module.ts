/** Backends that package by the name of a module: flit one, uv one or several. */

import { stringsOf, tableAt } from "../../project/manifest.js";
import type { Mount } from "../../project/mounts.js";
import { arrayAt, valueAt } from "../toml-find.js";
import { arrayOf, extended, keysIn, quoted } from "../toml-insert.js";
import {
  type Described,
  HELD,
  hasFile,
  hasFolder,
  isBelow,
  type Project,
  parentOf,
  plainName,
  plainPath,
  rearranged,
  type Verdict,
} from "./project.js";

/** flit's module or package, at the root or below src. */
export function flitMounts(project: Described): Mount[] {
  const name = flitName(project);
  const inner = name.replaceAll(".", "/");
  return [inner, `src/${inner}`]
    .filter((path) => hasFolder(project, path) || hasFile(project, `${path}.py`))
    .map((path) => ({ path: hasFolder(project, path) ? path : `${path}.py`, name }));
}

function flitName(project: Described): string {
  const tool = tableAt(project.manifest?.data ?? {}, "tool", "flit");
  const named = tableAt(tool, "module").name ?? tableAt(tool, "metadata").module;
  return typeof named === "string" ? named : plainName(project);
}

/** flit takes one module or package, and all that is in it. */
export function flitVerdict(project: Project): Verdict {
  const name = flitName(project);
  const path = name.replaceAll(".", "/");
  if ([path, `src/${path}`].some((folder) => isBelow(project.services, folder))) return HELD;
  return rearranged(
    `flit packages the module ${name} alone, and ${project.services} would be missing from the wheel`,
    `make ${name} a package (move ${path}.py to ${path}/__init__.py)`,
  );
}

const UV = ["tool", "uv", "build-backend"];

interface UvModules {
  readonly given: unknown;
  readonly root: string;
  readonly names: readonly string[];
}

function uvModules(project: Described): UvModules {
  const table = tableAt(project.manifest?.data ?? {}, ...UV);
  const { "module-name": given, "module-root": folder = "src" } = table;
  const names =
    typeof given === "string" ? [given] : given ? stringsOf(given) : [plainName(project)];
  return { given, root: plainPath(String(folder)), names };
}

/** What module-name names, below module-root. */
export function uvMounts(project: Described): Mount[] {
  const { root, names } = uvModules(project);
  return names.map((name) => ({ path: plainPath(`${root}/${name.replaceAll(".", "/")}`), name }));
}

/** uv takes the packages that module-name names, below module-root. */
export function uvVerdict(project: Project): Verdict {
  const { manifest, services } = project;
  if (!manifest) return HELD;
  const { given, root, names } = uvModules(project);
  if (uvMounts(project).some(({ path }) => isBelow(services, path))) return HELD;
  if (parentOf(services) !== root) return outside(project, root);
  const name = services.slice(root === "." ? 0 : root.length + 1);
  if (given === undefined) {
    const list = arrayOf(manifest, [...names, name]);
    return [keysIn(manifest, UV, [["module-name", list]])];
  }
  const array = arrayAt(manifest, [...UV, "module-name"]);
  if (array) return [extended(manifest, array, [quoted(manifest.text, array.range, name)])];
  const [start, end] = valueAt(manifest, [...UV, "module-name"])?.range ?? [0, 0];
  const file = manifest.path;
  // One name in quotes becomes a list of two.
  return [
    { file, offset: start, text: "[" },
    { file, offset: end, text: `, ${quoted(manifest.text, [start, end], name)}]` },
  ];
}

function outside(project: Project, root: string): Verdict {
  const { services } = project;
  const folder = root === "." ? "the root" : root;
  return rearranged(
    `uv packages only what is in ${folder}, and ${services} is not`,
    `move the server's modules into ${uvMounts(project)[0]?.path ?? folder}`,
  );
}
