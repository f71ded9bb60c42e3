/** Whether the wheel of a retrofitted server holds its services, by the rules of the backend that builds it. */

import { join } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import { findingOf, topOf } from "../../../../rules/finding.js";
import type { Edit, Finding, Server } from "../../../../types.js";
import type { Layout } from "../../project/layout.js";
import type { Manifest } from "../../project/manifest.js";
import { backendOf } from "./backends.js";
import { HELD, type Project, projectOf, type Verdict } from "./project.js";

export interface Packaging {
  /** Insertions into pyproject.toml, setup.py or setup.cfg. */
  readonly edits: readonly Edit[];
  /** What no insertion fixes. */
  readonly findings: readonly Finding[];
}

/**
 * What puts the services into the server's wheel, beside all that is in it; nothing where they are in it. `hasEntry`
 * says whether they come with what an entry point serves with.
 */
export async function packagingOf(
  server: Server,
  files: FileStore,
  layout: Layout,
  manifest: Manifest | undefined,
  hasEntry = false,
): Promise<Packaging> {
  const project = projectOf(server, files, layout, manifest, hasEntry);
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
  const backend = backendOf(project);
  if (typeof backend === "string") return unknown(backend, project);
  return backend ? backend.verdict(project) : HELD;
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
