/** The version of this package, from its own package.json. */

import { readFileSync } from "node:fs";
import { packageRoot } from "./installation.js";

export const version: string = JSON.parse(
  readFileSync(`${packageRoot}package.json`, "utf8"),
).version;
