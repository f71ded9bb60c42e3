/** Whether the wheel of a retrofitted server holds its services, by the rules of the backend that builds it. */

import { join } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import { findingOf, topOf } from "../../../../rules/finding.js";
import type { Edit, Finding, Server } from "../../../../types.js";
import type { Layout } from "../../project/layout.js";
import { type Manifest, tableAt } from "../../project/manifest.js";
import { hatchlingVerdict } from "./hatchling.js";
import { flitVerdict, uvVerdict } from "./one-module.js";
import { pdmVerdict } from "./pdm.js";
import { poetryVerdict } from "./poetry.js";
import { HELD, hasFile, type Project, projectOf, type Verdict } from "./project.js";
import { setuptoolsVerdict } from "./setuptools.js";

export interface Packaging {
  /** Insertions into pyproject.toml, setup.py or setup.cfg. */
  readonly edits: readonly Edit[];
  /** What no insertion fixes. */
  readonly findings: readonly Finding[];
}

/** What puts the services into the server's wheel, beside all that is in it; nothing where they are in it. */
export async function packagingOf(
  server: Server,
  files: FileStore,
  layout: Layout,
  manifest: Manifest | undefined,
): Promise<Packaging> {
  const project = projectOf(server, files, layout, manifest);
  const verdict = await verdictOf(project);
  if ("message" in verdict) {
    const place = topOf(placeOf(server, project));
    return { edits: [], findings: [findingOf("not-in-wheel", { place, ...verdict })] };
  }
  return { edits: verdict, findings: [] };
}

/**
 * A finding for services that a server has already and its wheel leaves out, with the insertions that fix it.
 * None for a server that has no services yet: they come with their packaging.
 */
export async function notInWheel(
  server: Server,
  files: FileStore,
  layout: Layout,
  manifest: Manifest | undefined,
): Promise<Finding[]> {
  const { edits, findings } = await packagingOf(server, files, layout, manifest);
  const [first] = edits;
  if (!first) return [...findings];
  return [
    findingOf("not-in-wheel", {
      place: topOf(first.file),
      message: "the wheel of this server leaves out the services that its tools import",
      fix: { edits, imports: [] },
    }),
  ];
}

async function verdictOf(project: Project): Promise<Verdict> {
  const data = project.manifest?.data ?? {};
  const backend = tableAt(data, "build-system")["build-backend"];
  if (typeof backend !== "string" || backend.startsWith("setuptools.")) {
    return isBuilt(project) ? setuptoolsVerdict(project) : HELD;
  }
  const [, verdict] = backends.find(([name]) => name.test(backend)) ?? [];
  return verdict ? verdict(project) : unknown(backend, project);
}

/** Backends by the module that they are in; some wrap another one. */
const backends: [RegExp, (project: Project) => Verdict][] = [
  [/^hatchling\b/, hatchlingVerdict],
  [/^poetry(?:_dynamic_versioning)?\./, poetryVerdict],
  [/^flit(?:_core|_scm)?\b/, flitVerdict],
  [/^uv_build\b/, uvVerdict],
  [/^pdm\./, pdmVerdict],
];

/** Whether anything describes a package: sources alone are run where they are. */
function isBuilt(project: Project): boolean {
  const data = project.manifest?.data ?? {};
  return (
    tableAt(data, "project").name !== undefined ||
    ["setup.py", "setup.cfg"].some((name) => hasFile(project, name))
  );
}

function unknown(backend: string, { services }: Project): Verdict {
  return {
    severity: "warning",
    message: `what ${backend} packages is not known here`,
    remedy: `see that the wheel holds ${services}`,
  };
}

function placeOf(server: Server, project: Project): string {
  const manifest = project.manifest?.path ?? server.manifest;
  return manifest ?? join(server.root, "setup.py");
}
