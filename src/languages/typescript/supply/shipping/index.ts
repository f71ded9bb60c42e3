/**
 * Packages that ship another package's build: what the services load has to be listed where the build is published,
 * and the services have to go along.
 */

import { join, relative } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import { isWithin } from "../../../../disk/paths.js";
import { territoryOf } from "../../../../disk/transaction/home.js";
import { findingOf, topOf } from "../../../../rules/finding.js";
import type { Edit, Finding, Scan, Server } from "../../../../types.js";
import { imageFindings } from "../../../supply/images.js";
import { layoutOf, manifestOf } from "../../project/layout.js";
import { neededPackages } from "../dependencies.js";
import { needsZod, zodPackage } from "../zod-package.js";
import { insertionsFor, type Lack, lackOf } from "./lacks.js";
import { publishingsOf } from "./publishers.js";
import { shippedOf } from "./subject.js";

type Found = Pick<Scan, "tools" | "findings">;

export interface Shipping {
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
}

/** Before the services are there: what is inserted elsewhere, said as what was done, and what can't be. */
export function shippingOf(server: Server, files: FileStore, scan: Found): Shipping {
  const { lacks, images } = shipped(server, files, scan);
  const edits = lacks.flatMap((lack) => editsFor(lack, server, files) ?? []);
  const findings = lacks.map((lack) =>
    editsFor(lack, server, files) ? done(lack, server) : missing(lack, server),
  );
  return { edits, findings: [...findings, ...images] };
}

/** Where they are there: a finding for each place that lacks them, or what they load; insertions clear some. */
export function shippingFindings(server: Server, files: FileStore, scan: Found): Finding[] {
  const { lacks, images } = shipped(server, files, scan);
  const findings = lacks.map((lack) => {
    const edits = editsFor(lack, server, files);
    return { ...missing(lack, server), ...(edits ? { fix: { edits, imports: [] } } : {}) };
  });
  return [...findings, ...images];
}

function shipped(
  server: Server,
  files: FileStore,
  scan: Found,
): { readonly lacks: readonly Lack[]; readonly images: readonly Finding[] } {
  const subject = shippedOf(server, files, scan);
  if (subject.users.length === 0) return { lacks: [], images: [] };
  const further = zodToList(server, files, scan);
  const lacks = publishingsOf(server, files, subject).flatMap(
    (each) => lackOf(each, server, files, subject, further) ?? [],
  );
  const packages = [...neededPackages(), ...further].map(([name]) => name);
  const lacking = (named: readonly string[]): string[] => {
    const there = new Set(named.map((word) => word.replace(/(?<=.)@.*$/, "")));
    return packages.filter((name) => !there.has(name));
  };
  const images = imageFindings(server, files, subject, { lacking, lists, command });
  return { lacks, images };
}

/** zod as another package lists it: as the server does, or will, where the services have it. */
function zodToList(server: Server, files: FileStore, scan: Found): [string, string][] {
  const own = manifestOf(server, files).dependencies?.zod;
  const { services } = layoutOf(server, files);
  const isThere = ["zod.ts", "zod.js"].some((name) => files.isFile(join(services, name)));
  if (own !== undefined && (isThere || needsZod(scan))) return [["zod", own]];
  return zodPackage(server, files, { ...scan, problems: [] });
}

const lists = /(?:^|\/)(?:package\S*\.json|[\w-]+-lock\.yaml|yarn\.lock)$/;
const command = /\b(?:npm|pnpm|yarn|bun)\s+(?:install|i|add)\b([^&|;]*)/g;

/** None where the package lies where this run may not write. */
function editsFor(lack: Lack, server: Server, files: FileStore): readonly Edit[] | undefined {
  const isOurs = isWithin(lack.path, territoryOf(server.root));
  return isOurs ? insertionsFor(lack, files) : undefined;
}

function missing({ path, by, how, leavesOut, entries }: Lack, server: Server): Finding {
  const names = [...entries.keys()].join(", ");
  const lacks = [
    ...(leavesOut ? ["not the folder of the services that they import"] : []),
    ...(names ? [`does not list what these load: ${names}`] : []),
  ];
  return findingOf("not-shipped", {
    place: topOf(path),
    message: `this package publishes modules of ${server.name} (${said(how, by, path)}), and ${lacks.join(", and ")}`,
  });
}

function done({ path, by, how, leavesOut }: Lack, server: Server): Finding {
  const got = leavesOut
    ? "the services' folder was added to what it publishes"
    : "its dependencies were added";
  return findingOf("run-install", {
    place: topOf(path),
    message: `this package publishes modules of ${server.name} (${said(how, by, path)}): ${got}`,
    remedy: "install its dependencies as well",
  });
}

function said(how: string, by: string, path: string): string {
  return by === path ? how : `${how}: ${relative(path, by)}`;
}
