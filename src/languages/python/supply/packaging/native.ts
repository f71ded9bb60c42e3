/** Backends that compile: what they take of Python is one package, or those that are named. */

import { basename } from "node:path";
import { stringsOf, tableAt } from "../../project/manifest.js";
import type { Mount } from "../../project/mounts.js";
import { arrayAt } from "../toml-find.js";
import { extended, quoted } from "../toml-insert.js";
import {
  type Described,
  HELD,
  hasFile,
  hasFolder,
  isBelow,
  obstacle,
  type Project,
  plainName,
  plainPath,
  rearranged,
  type Verdict,
} from "./project.js";

/** maturin: the package around the compiled module, and python-packages, below python-source. */
export function maturinMounts(project: Described): Mount[] {
  const table = tableAt(project.manifest?.data ?? {}, "tool", "maturin");
  const { "module-name": module, "python-source": source } = table;
  const [name = ""] = (typeof module === "string" ? module : plainName(project)).split(".");
  const names = [...new Set([name, ...stringsOf(table["python-packages"])])];
  const isBelowSrc = hasFile(project, `src/${name}/__init__.py`);
  const folder = typeof source === "string" ? source : isBelowSrc ? "src" : ".";
  return names.map((each) => ({ path: plainPath(`${folder}/${each}`), name: each }));
}

/** Whether the wheel of a maturin project holds the services. */
export function maturinVerdict(project: Project): Verdict {
  if (isIn(project, maturinMounts(project))) return HELD;
  return rearranged(
    `maturin packages the folder of its module alone, and ${project.services} is not in it`,
    `move the server's modules into ${maturinMounts(project)[0]?.path ?? "that folder"}`,
  );
}

const PACKAGES = ["tool", "scikit-build", "wheel", "packages"];

/** scikit-build-core: wheel.packages, or what has the project's name in src, python or at the root. */
export function scikitMounts(project: Described): Mount[] {
  const { packages } = tableAt(project.manifest?.data ?? {}, ...PACKAGES.slice(0, -1));
  if (Array.isArray(packages)) {
    return stringsOf(packages).map((path) => ({ path: plainPath(path), name: basename(path) }));
  }
  if (packages && typeof packages === "object") {
    const pairs = Object.entries(packages as Record<string, unknown>);
    return pairs.map(([to, path]) => ({
      path: plainPath(String(path)),
      name: to.replaceAll("/", "."),
    }));
  }
  const name = plainName(project);
  const path = [`src/${name}`, `python/${name}`, name].find((each) => hasFolder(project, each));
  return path ? [{ path, name }] : [];
}

/** Whether the wheel of a scikit-build-core project holds the services, and what makes it so. */
export function scikitVerdict(project: Project): Verdict {
  const { manifest, services } = project;
  if (isIn(project, scikitMounts(project))) return HELD;
  const array = manifest && arrayAt(manifest, PACKAGES);
  if (array) return [extended(manifest, array, [quoted(manifest.text, array.range, services)])];
  return obstacle(
    `scikit-build-core packages only what wheel.packages names, and ${services} is not among it`,
    `list the server's packages and ${services} in wheel.packages under [tool.scikit-build]`,
  );
}

function isIn({ services }: Project, mounts: readonly Mount[]): boolean {
  return mounts.some(({ path }) => isBelow(services, path));
}
