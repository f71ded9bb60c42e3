/** What a server needs besides the fixes of its tools: services, dependencies, entry point, deployment, docs. */

import type { FileStore } from "../../../disk/files.js";
import { findingOf, topOf } from "../../../rules/finding.js";
import type { Finding, Scan, Server, Settings, Supply } from "../../../types.js";
import { unlessThere } from "../../supply/exists.js";
import { formatNote } from "../../supply/formatter.js";
import { hasMore } from "../../supply/gone.js";
import { sectionEdits } from "../../supply/readme/section.js";
import { settingsSample } from "../../supply/settings-sample.js";
import { layoutOf } from "../project/layout.js";
import { dependenciesFor } from "./dependencies.js";
import { containerFiles } from "./deploy.js";
import { type EntryPoint, entryPointFor, startCommand } from "./entrypoint.js";
import { formatterOf } from "./formatter.js";
import { jestSupport } from "./jest.js";
import { keptFromLinters } from "./linters/index.js";
import { servicesFor } from "./services.js";
import { isOfEarlierEdition } from "./services-index.js";
import { shippingOf } from "./shipping/index.js";
import { accountTests } from "./tests/index.js";
import { findSchemaTests } from "./tests/schemas.js";
import { zodPackage } from "./zod-package.js";

const nothing: Supply = { files: [], edits: [], findings: [] };

/** Works out the supply of a server. Of one in which nothing is left to migrate only the services that are gone. */
export function supply(server: Server, files: FileStore, scan: Scan, _settings: Settings): Supply {
  const { gone = [] } = scan;
  if (!hasMore(scan)) {
    const { edits } = servicesFor(server, files, { tools: [], findings: [] });
    return { ...nothing, files: gone, edits };
  }
  const entry = fittingEntryPoint(server, files, scan);
  const services = servicesFor(server, files, scan, typeof entry === "string" ? [] : [entry.file]);
  const offered = unlessThere(
    [
      ...(typeof entry === "string" ? [] : [entry.file, ...containerFiles(server, files, entry)]),
      ...accountTests(server, files, scan, typeof entry === "string" ? undefined : entry),
    ],
    files,
  );
  const dependencies = dependenciesFor(server, files, zodPackage(server, files, scan));
  const shipping = scan.gone ? undefined : shippingOf(server, files, scan);
  const start = typeof entry === "string" ? undefined : startCommand(server, files, entry);
  const sample = settingsSample(server, files, start !== undefined);
  const jest = jestSupport(server, files);
  const written = new Map([...gone, ...services.files].map((file) => [file.path, file]));
  const copies = [...written.values(), ...offered.files];
  const folder = layoutOf(server, files).services;
  const quiet = keptFromLinters(server, files, copies, folder);
  return {
    files: [...quiet.copies, ...quiet.files, ...sample.files],
    edits: [
      ...services.edits,
      ...quiet.edits,
      ...dependencies.edits,
      ...(shipping?.edits ?? []),
      ...jest.edits,
      ...sample.edits,
      ...sectionEdits(server, files, scan, { start, settings: sample.name }),
    ],
    findings: [
      ...services.findings,
      ...dependencies.findings,
      ...(shipping?.findings ?? []),
      ...jest.findings,
      ...offered.findings,
      ...findSchemaTests(server, files, scan),
      ...formatNote(server, scan, formatterOf(server, files)),
      ...(typeof entry === "string" ? [noEntryPoint(server, entry)] : []),
    ],
  };
}

/** The entry point, unless it would have to import what an earlier edition of the services does not have. */
function fittingEntryPoint(server: Server, files: FileStore, scan: Scan): EntryPoint | string {
  const entry = entryPointFor(server, files, scan);
  if (typeof entry === "string" || files.isFile(entry.file.path)) return entry;
  const isEarlier = isOfEarlierEdition(layoutOf(server, files).services, files);
  return isEarlier ? "the services that are there are of an earlier edition" : entry;
}

function noEntryPoint(server: Server, reason: string): Finding {
  return findingOf("no-entry-point", {
    place: topOf(server.manifest ?? server.root),
    message: `no entry point was added, and no Dockerfile that would run it: ${reason}`,
  });
}
