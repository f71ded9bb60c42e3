/** The packages that the services need, inserted into the server's package.json. */

import { basename, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { findingOf, topOf } from "../../../rules/finding.js";
import type { Edit, Finding, Server } from "../../../types.js";
import { sourceTemplates, templateText } from "../../supply/templates.js";
import { denoManifestOf } from "../project/engine.js";
import { readJson } from "../project/json.js";
import { manifestOf, type PackageJson } from "../project/layout.js";
import { catalogOf } from "./catalogs.js";
import { insertEntries } from "./json-insert.js";
import { installationOf } from "./package-manager.js";

export interface Dependencies {
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
}

/**
 * The insertions that list the services' packages among the server's dependencies, and a finding
 * that says how to install them. Packages listed already, in whatever section, are left alone.
 */
export function dependenciesFor(
  server: Server,
  files: FileStore,
  further: readonly (readonly [string, string])[] = [],
): Dependencies {
  const manifest = manifestOf(server, files);
  const entries = packagesToList(files, server.root, manifest, further, listedIn(manifest));
  if (entries.size === 0) return { edits: [], findings: misplaced(server, manifest) };
  const text = server.manifest ? files.read(server.manifest)?.text : undefined;
  const edits =
    server.manifest && text
      ? insertEntries(server.manifest, text, "dependencies", entries)
      : undefined;
  const ofDeno = server.manifest ? undefined : forDeno(server, files, entries);
  if (ofDeno) return ofDeno;
  const finding = edits ? runInstall(server, files) : installByHand(server, entries);
  return { edits: edits ?? [], findings: [finding, ...misplaced(server, manifest)] };
}

/** The same among the imports of Deno's manifest; undefined where there is none, or it is no JSON object. */
function forDeno(
  server: Server,
  files: FileStore,
  wanted: ReadonlyMap<string, string>,
): Dependencies | undefined {
  const path = denoManifestOf(server, files);
  const text = path ? files.read(path)?.text : undefined;
  if (!path || text === undefined) return undefined;
  const { imports = {} } = readJson<{ imports?: Record<string, string> }>(files, path) ?? {};
  const missing = [...wanted].filter(([name]) => imports[name] === undefined);
  if (missing.length === 0) return { edits: [], findings: [] };
  const entries = new Map(missing.map(([name, range]) => [name, `npm:${name}@${range}`]));
  const edits = insertEntries(path, text, "imports", entries);
  const message = `imports were added to ${basename(path)}`;
  const finding = findingOf("run-install", {
    place: topOf(path),
    message,
    remedy: "run `deno install`",
  });
  return edits && { edits, findings: [finding] };
}

/** What of the services' packages, and of further ones, a package.json is to list where these are there: name to range. */
export function packagesToList(
  files: FileStore,
  folder: string,
  manifest: PackageJson,
  further: readonly (readonly [string, string])[],
  there: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const wanted = [...neededPackages(), ...further].filter(([name]) => there[name] === undefined);
  const catalog = catalogOf(files, folder);
  return new Map(wanted.map(([name, range]) => [name, rangeFor(name, range, manifest, catalog)]));
}

/** Name and range of each package that the services load. */
export function neededPackages(): [string, string][] {
  const text = templateText(join(sourceTemplates, "typescript"), "dependencies.json");
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  return Object.entries(dependencies);
}

function listedIn(manifest: PackageJson): Readonly<Record<string, string>> {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
  return { ...devDependencies, ...peerDependencies, ...optionalDependencies, ...dependencies };
}

/** The range to list: of a catalog, as the server's other AWS packages have it, or the services' own. */
function rangeFor(
  name: string,
  range: string,
  manifest: PackageJson,
  catalog: ReadonlyMap<string, string>,
): string {
  const listed = Object.values(manifest.dependencies ?? {});
  if (catalog.has(name) && listed.some((each) => each.startsWith("catalog:"))) return "catalog:";
  return name.startsWith("@aws-sdk/") ? (awsRange(manifest, catalog) ?? range) : range;
}

/** Up to 3.971 the AWS packages were released together; since then each has versions of its own. */
const lastShared = 971;

/**
 * The range of the server's own clients, so that the packages share what they have in common. Not
 * every package is published in every version: an exact or a patch range is widened to a caret, and
 * a version that only some packages may have reached is lowered to the last one that all have.
 */
function awsRange(manifest: PackageJson, catalog: ReadonlyMap<string, string>): string | undefined {
  const { devDependencies, peerDependencies, dependencies } = manifest;
  const minors = Object.entries({ ...devDependencies, ...peerDependencies, ...dependencies })
    .filter(([name]) => name.startsWith("@aws-sdk/client-"))
    .map(([name, range]) => (range === "catalog:" ? catalog.get(name) : range))
    .flatMap((range) => /^[\^~]?3\.(\d+)\.\d+$/.exec(range ?? "")?.[1] ?? [])
    .map(Number);
  return minors.length > 0 ? `^3.${Math.min(...minors, lastShared)}.0` : undefined;
}

function runInstall(server: Server, files: FileStore): Finding {
  const { manager } = installationOf(server, files);
  return note(server, "dependencies were added to package.json", `run \`${manager} install\``);
}

function installByHand(server: Server, entries: ReadonlyMap<string, string>): Finding {
  const list = [...entries].map(([name, range]) => `${name}@${range}`).join(" ");
  return note(
    server,
    `the services need these packages: ${list}`,
    `install them: \`npm install ${list}\``,
  );
}

/** A package that the services load must be there in production too. */
function misplaced(server: Server, manifest: PackageJson): Finding[] {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest;
  const installed = { ...dependencies, ...peerDependencies, ...optionalDependencies };
  const names = neededPackages().flatMap(([name]) =>
    devDependencies?.[name] !== undefined && installed[name] === undefined ? [name] : [],
  );
  if (names.length === 0) return [];
  const message = `the services load ${names.join(", ")}, listed under devDependencies only`;
  return [note(server, message, "move it to dependencies, unless your build bundles it")];
}

function note(server: Server, message: string, remedy: string): Finding {
  const place = topOf(server.manifest ?? server.root);
  return findingOf("run-install", { place, message, remedy });
}
