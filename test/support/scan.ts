/** Scans a server that a test writes. */

import { defaults } from "../../src/config/load.js";
import { createFileStore } from "../../src/disk/files.js";
import { languages } from "../../src/languages/registry.js";
import { planServer } from "../../src/plan/plan.js";
import { discover } from "../../src/run/discover.js";
import type { Scan } from "../../src/types.js";
import { folderWith } from "./program.js";

/** What is found in the one server that these files, by path, make up. */
export async function scanOf(texts: Record<string, string>): Promise<Scan> {
  const files = createFileStore();
  const [found] = discover([folderWith(texts)], languages, files).servers;
  if (!found) throw new Error("no server found");
  return (await planServer(found, files, defaults)).scan;
}
