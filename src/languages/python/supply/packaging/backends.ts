/** The build backends that are known: where imports count from, and what they package. */

import { join } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import type { Server } from "../../../../types.js";
import { readToml, tableAt } from "../../project/manifest.js";
import type { Mount } from "../../project/mounts.js";
import { hatchlingMounts, hatchlingVerdict } from "./hatchling.js";
import { maturinMounts, maturinVerdict, scikitMounts, scikitVerdict } from "./native.js";
import { flitMounts, flitVerdict, uvMounts, uvVerdict } from "./one-module.js";
import { pdmMounts, pdmVerdict } from "./pdm.js";
import { poetryMounts, poetryVerdict } from "./poetry.js";
import { type Described, described, hasFile, type Project, type Verdict } from "./project.js";
import { setuptoolsMounts, setuptoolsVerdict } from "./setuptools.js";

export interface Backend {
  /** What it installs under which names, by paths from the root; none where that could not be read. */
  mounts(project: Described): readonly Mount[] | Promise<readonly Mount[]>;
  verdict(project: Project): Verdict | Promise<Verdict>;
}

const setuptools: Backend = { mounts: setuptoolsMounts, verdict: setuptoolsVerdict };
const hatchling: Backend = { mounts: hatchlingMounts, verdict: hatchlingVerdict };
const poetry: Backend = { mounts: poetryMounts, verdict: poetryVerdict };

/** Backends by the module that they are in; some wrap another one. */
const backends: readonly (readonly [RegExp, Backend])[] = [
  [/^setuptools\./, setuptools],
  [/^hatchling\b/, hatchling],
  [/^poetry(?:_dynamic_versioning)?\./, poetry],
  [/^flit(?:_core|_scm)?\b/, { mounts: flitMounts, verdict: flitVerdict }],
  [/^uv_build\b/, { mounts: uvMounts, verdict: uvVerdict }],
  [/^pdm\./, { mounts: pdmMounts, verdict: pdmVerdict }],
  [/^maturin\b/, { mounts: maturinMounts, verdict: maturinVerdict }],
  [/^scikit_build_core\b/, { mounts: scikitMounts, verdict: scikitVerdict }],
];

/** The backend of a project; its name where it is not known; undefined where nothing describes a package. */
export function backendOf(project: Described): Backend | string | undefined {
  const data = project.manifest?.data ?? {};
  const name = tableAt(data, "build-system")["build-backend"];
  if (typeof name === "string") return backends.find(([known]) => known.test(name))?.[1] ?? name;
  const { hatch, poetry: ofPoetry } = tableAt(data, "tool");
  // Their own programs build by these tables also where no backend is named.
  if (ofPoetry) return poetry;
  if (hatch && Object.keys(tableAt(data, "tool", "hatch", "build")).length > 0) return hatchling;
  return isBuilt(project) ? setuptools : undefined;
}

/** Whether anything describes a package: sources alone are run where they are. */
function isBuilt(project: Described): boolean {
  const data = project.manifest?.data ?? {};
  return (
    tableAt(data, "project").name !== undefined ||
    ["setup.py", "setup.cfg"].some((name) => hasFile(project, name))
  );
}

/** What the build of a server installs. */
export interface Installed {
  /** None where nothing says what, or it could not be read. */
  readonly mounts: readonly Mount[];
  /** Whether whoever installs its dependencies installs the server as well: it says how it is built. */
  readonly isCertain: boolean;
}

/** Where imports of a server's modules count from once it is installed, with paths as they are on the disk. */
export async function installedOf(server: Server, files: FileStore): Promise<Installed> {
  const read = readToml(server, files);
  const manifest = read && "manifest" in read ? read.manifest : undefined;
  const project = described(server, files, manifest);
  const backend = backendOf(project);
  const isCertain = isInstalled(project, backend);
  if (!backend || typeof backend === "string") return { mounts: [], isCertain };
  const mounts = await backend.mounts(project);
  return {
    mounts: mounts.map(({ path, name }) => ({ path: join(server.root, path), name })),
    isCertain,
  };
}

/** A table of dependencies alone is installed by nobody. */
function isInstalled(project: Described, backend: Backend | string | undefined): boolean {
  const data = project.manifest?.data ?? {};
  if (tableAt(data, "tool", "poetry")["package-mode"] === false) return false;
  return "build-system" in data || backend === poetry || hasFile(project, "setup.py");
}
