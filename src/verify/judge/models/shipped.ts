/** Our own copy of the models, made by build/aws-models.mjs. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { packageRoot } from "../../../installation.js";
import type { Metadata, Model } from "./model.js";
import { cachedSource, type ModelSource } from "./source.js";

const folder = join(packageRoot, "dist/aws-models");

/** The copy, or undefined: the build that made this package could not get the models. */
export function shippedModels(): ModelSource | undefined {
  const index = join(folder, "index.json");
  if (!existsSync(index)) return undefined;
  const services: Record<string, Metadata> = JSON.parse(readFileSync(index, "utf8"));
  return cachedSource(new Map(Object.entries(services)), readCopy);
}

function readCopy(name: string): Model {
  const text = brotliDecompressSync(readFileSync(join(folder, `${name}.json.br`)));
  return { name, ...JSON.parse(text.toString()) };
}
