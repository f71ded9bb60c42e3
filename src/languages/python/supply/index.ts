/** What a server needs besides the fixes of its tools: services, dependencies, entry point, deployment, docs. */

import type { FileStore } from "../../../disk/files.js";
import { findingOf } from "../../../rules/finding.js";
import type { Finding, Scan, Server, Settings, Supply } from "../../../types.js";
import { unlessThere } from "../../supply/exists.js";
import { formatNote } from "../../supply/formatter.js";
import { hasMore } from "../../supply/gone.js";
import { sectionEdits } from "../../supply/readme/section.js";
import { settingsSample } from "../../supply/settings-sample.js";
import { layoutOf } from "../project/layout.js";
import { type ManifestResult, readToml } from "../project/manifest.js";
import { deployFiles, entryPoint, hasEntryPoint } from "./copies.js";
import { dependenciesFor } from "./dependencies.js";
import { formatterOf } from "./formatter.js";
import { findingsOfImages } from "./images.js";
import { otherServerOf } from "./main.js";
import { packagingOf } from "./packaging/index.js";
import { findSchemaTests } from "./schema-tests.js";
import { servicesFor } from "./services.js";
import { accountTests } from "./tests.js";
import { withTree } from "./toml-tree.js";
import { valuesOf } from "./values.js";
import { hasServices } from "./wheel.js";

const NOTHING: Supply = { files: [], edits: [], findings: [] };

/** Works out the supply of a server. Of one in which nothing is left to migrate only the services that are gone. */
export async function supply(
  server: Server,
  files: FileStore,
  scan: Scan,
  _settings: Settings,
): Promise<Supply> {
  const layout = await layoutOf(server, files);
  const { gone = [] } = scan;
  if (!hasMore(scan)) return { ...NOTHING, files: gone };
  const read = await withTree(readToml(server, files));
  const manifest = read && "manifest" in read ? read.manifest : undefined;
  const otherServer = otherServerOf(server.files, files);
  const main = otherServer ? undefined : layout.main;
  const values = valuesOf(server, layout, main, manifest?.data ?? {});
  const entry = entryPoint(server, files, values, otherServer);
  const hasEntry = hasEntryPoint(server, files, values);
  const services = servicesFor(server, files, layout, scan, hasEntry);
  const offered = unlessThere(
    [
      ...entry.files,
      ...deployFiles(server, files, values),
      ...accountTests(server, files, scan, values, hasEntry),
    ],
    files,
  );
  const sample = settingsSample(server, files, hasEntry);
  const start = hasEntry ? "python -m entrypoint" : undefined;
  const readme = sectionEdits(server, files, scan, { start, settings: sample.name });
  const dependencies = await dependenciesFor(server, files, manifest);
  const packaging = await packagingOf(server, files, layout, manifest, hasEntry);
  const isSaid = hasServices(files, layout);
  return {
    files: [...services.files, ...offered.files, ...sample.files],
    edits: [...dependencies.edits, ...packaging.edits, ...sample.edits, ...readme],
    findings: [
      ...brokenManifest(server, read),
      ...services.findings,
      ...entry.findings,
      ...offered.findings,
      ...(await findSchemaTests(server, files, scan)),
      ...formatNote(server, scan, formatterOf(server, files)),
      ...dependencies.findings,
      ...(isSaid ? [] : packaging.findings),
      ...(scan.gone ? [] : findingsOfImages(server, files, layout, scan)),
    ],
  };
}

function brokenManifest(server: Server, read: ManifestResult | undefined): Finding[] {
  if (!server.manifest || !read || "manifest" in read) return [];
  return [
    findingOf("manifest-broken", {
      place: { file: server.manifest, line: read.line, column: 1 },
      message: `pyproject.toml does not parse: ${read.message}`,
    }),
  ];
}
