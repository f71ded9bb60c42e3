/** The packages that the services import, inserted where the server lists its own. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { findingOf, topOf } from "../../../rules/finding.js";
import type { Edit, Finding, Server } from "../../../types.js";
import type { Manifest } from "../project/manifest.js";
import type { Place } from "./place.js";
import { missingFrom, NEEDED, type Requirement, tooLow } from "./requirements.js";
import { setupPlace } from "./setup-place.js";
import { manifestPlace } from "./toml-place.js";

export interface Dependencies {
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
}

/** The insertions into pyproject.toml, setup.py or requirements.txt, and what is left to do by hand. */
export async function dependenciesFor(
  server: Server,
  files: FileStore,
  manifest: Manifest | undefined,
): Promise<Dependencies> {
  const place =
    (manifest && manifestPlace(manifest)) ??
    (await setupPlace(server.root, files)) ??
    textPlace(server, files);
  if (!place) return { edits: [], findings: [byHand(server)] };
  const missing = missingFrom(place.listed);
  const low = tooLow(place.listed).map((found) => lowBound(place.file, found));
  if (missing.length === 0) return { edits: [], findings: low };
  const edits = place.insert(missing).map((edit) => ({ file: place.file, ...edit }));
  return { edits, findings: [...low, install(place.file, missing, server, files)] };
}

/** requirements.txt: one requirement a line, at its end. */
function textPlace({ root }: Server, files: FileStore): Place | undefined {
  const file = join(root, "requirements.txt");
  const text = files.isFile(file) ? files.read(file)?.text : undefined;
  if (text === undefined) return undefined;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const lead = text === "" || text.endsWith("\n") ? "" : eol;
  return {
    file,
    listed: text.split(/\r?\n/).filter((line) => !/^\s*(?:#|-|$)/.test(line)),
    insert: (needed) => [
      { offset: text.length, text: lead + needed.map((one) => written(one) + eol).join("") },
    ],
  };
}

/** A requirement as PEP 508 has it. */
export function written({ name, minimum }: Requirement): string {
  return `${name}>=${minimum}`;
}

function install(
  file: string,
  added: readonly Requirement[],
  { root }: Server,
  files: FileStore,
): Finding {
  const has = (name: string): boolean => files.isFile(join(root, name));
  const command = has("uv.lock")
    ? "uv sync"
    : has("poetry.lock")
      ? "poetry lock && poetry install"
      : file.endsWith(".txt")
        ? "pip install -r requirements.txt"
        : "pip install -e .";
  return findingOf("run-install", {
    place: topOf(file),
    message: `added to the dependencies: ${added.map(written).join(", ")}`,
    remedy: `run ${command}`,
  });
}

function lowBound(file: string, [requirement, needed]: [string, Requirement]): Finding {
  return findingOf("run-install", {
    place: topOf(file),
    message: `${requirement} stays; the services need ${written(needed)}`,
    remedy: `raise the lower bound of ${needed.name} to ${needed.minimum}`,
  });
}

function byHand(server: Server): Finding {
  const file = server.manifest ?? server.root;
  return findingOf("run-install", {
    place: topOf(file),
    message:
      "the dependencies of the services could not be added: no list of requirements was found",
    remedy: `run pip install ${NEEDED.map((one) => `'${written(one)}'`).join(" ")}`,
  });
}
