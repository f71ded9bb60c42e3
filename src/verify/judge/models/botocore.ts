/** The models in botocore's own folder `data`, of a server's own Python environment. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import type { Metadata, Model } from "./model.js";
import { cachedSource, type ModelSource } from "./source.js";

/**
 * The models in a folder of botocore's, or undefined where it holds none. Older releases keep them as plain JSON.
 * @param data the folder, e.g. `.venv/lib/python3.12/site-packages/botocore/data`
 */
export function botocoreModels(data: string): ModelSource | undefined {
  if (!existsSync(data)) return undefined;
  const files = new Map<string, string>();
  for (const { name } of readdirSync(data, { withFileTypes: true }).filter((e) =>
    e.isDirectory(),
  )) {
    const file = newestModel(join(data, name));
    if (file) files.set(name, file);
  }
  if (files.size === 0) return undefined;
  const services = new Map([...files].map(([name, file]) => [name, readMetadata(file)]));
  return cachedSource(services, (name) => readBotocore(name, files.get(name) ?? ""));
}

function newestModel(folder: string): string | undefined {
  const versions = readdirSync(folder).sort().reverse();
  const files = versions.flatMap((version) =>
    ["service-2.json.gz", "service-2.json"].map((name) => join(folder, version, name)),
  );
  return files.find((file) => existsSync(file));
}

/**
 * A model's metadata stand at its beginning: what the first bytes hold is enough, where reading
 * all of the models would take seconds.
 */
function readMetadata(file: string): Metadata {
  const start = head(readFileSync(file), file.endsWith(".gz"));
  const written = /"metadata"\s*:\s*(\{(?:[^{}]|\{[^{}]*\})*\})/.exec(start)?.[1];
  return written ? JSON.parse(written) : readJson(file).metadata;
}

function head(bytes: Buffer, zipped: boolean): string {
  const first = bytes.subarray(0, 4096);
  const text = zipped ? gunzipSync(first, { finishFlush: constants.Z_SYNC_FLUSH }) : first;
  return text.toString();
}

function readBotocore(name: string, file: string): Model {
  const beside = (other: string) => join(file, "..", other);
  const optional = (other: string) =>
    [beside(other), beside(`${other}.gz`)].filter((each) => existsSync(each)).map(readJson)[0];
  return {
    ...readJson(file),
    name,
    pagination: optional("paginators-1.json")?.pagination ?? {},
    waiters: optional("waiters-2.json")?.waiters ?? {},
  };
}

/** What botocore's files hold: a model, or its paginators, or its waiters. */
function readJson(file: string): Model {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString());
}
