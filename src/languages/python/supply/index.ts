/** What a server needs besides the fixes of its tools: services, dependencies, entry point, deployment, docs. */

import { join } from "node:path";
import type { FileStore } from "../../../files.js";
import type { Finding, Scan, Server, Settings, Supply } from "../../../types.js";
import { unlessThere } from "../../supply/exists.js";
import { SERVICES } from "../migrate/names.js";
import { accountTest, deployFiles, entryPoint } from "./copies.js";
import { dependenciesFor } from "./dependencies.js";
import { type Layout, layoutOf } from "./layout.js";
import { type ManifestResult, readManifest } from "./manifest.js";
import { notInWheel, packagingOf } from "./packaging/index.js";
import { readmeEdits } from "./readme.js";
import { servicesFor } from "./services.js";
import { valuesOf } from "./values.js";

const NOTHING: Supply = { files: [], edits: [], findings: [] };

/** Works out the supply of a server. Nothing for a server in which nothing is left to migrate. */
export async function supply(
  server: Server,
  files: FileStore,
  scan: Scan,
  _settings: Settings,
): Promise<Supply> {
  if (![...scan.tools, ...scan.findings].some(({ fix }) => fix)) return NOTHING;
  const layout = await layoutOf(server, files);
  const read = server.manifest ? await readToml(server.manifest, files) : undefined;
  const manifest = read && "manifest" in read ? read.manifest : undefined;
  const values = valuesOf(server, files, scan, layout, manifest?.data ?? {});
  const services = servicesFor(server, files, layout);
  const entry = entryPoint(server, files, layout, values);
  const offered = unlessThere(
    [...entry.files, ...deployFiles(server, files, values), ...accountTest(server, files, values)],
    files,
  );
  const dependencies = await dependenciesFor(server, files, manifest);
  const packaging = await packagingOf(server, files, layout, manifest);
  const isSaid = areThere(files, layout);
  return {
    files: [...services.files, ...offered.files],
    edits: [...dependencies.edits, ...packaging.edits, ...readmeEdits(server, files, values)],
    findings: [
      ...brokenManifest(server, read),
      ...services.findings,
      ...entry.findings,
      ...offered.findings,
      ...dependencies.findings,
      ...(isSaid ? [] : packaging.findings),
    ],
  };
}

/** What the wheel of a server leaves out of the services that it has: said whenever it is scanned. */
export async function wheelFindings(server: Server, files: FileStore): Promise<Finding[]> {
  const layout = await layoutOf(server, files);
  if (!areThere(files, layout)) return [];
  const read = server.manifest ? await readToml(server.manifest, files) : undefined;
  if (read && !("manifest" in read)) return [];
  return notInWheel(server, files, layout, read?.manifest);
}

function areThere(files: FileStore, { folder }: Layout): boolean {
  return files.isFile(join(folder, SERVICES, "__init__.py"));
}

async function readToml(path: string, files: FileStore): Promise<ManifestResult | undefined> {
  return path.endsWith(".toml") ? readManifest(path, files) : undefined;
}

function brokenManifest(server: Server, read: ManifestResult | undefined): Finding[] {
  if (!server.manifest || !read || "manifest" in read) return [];
  return [
    {
      rule: "manifest-broken",
      severity: "error",
      place: { file: server.manifest, line: read.line, column: 1 },
      message: `pyproject.toml does not parse: ${read.message}`,
      wayOut: "mend it and run again: its dependencies, package and entry point could not be read",
    },
  ];
}
