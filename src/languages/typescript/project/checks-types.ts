/** Whether a server in JavaScript has use for declarations of types: where it checks them, or publishes its own. */

import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { compilerOf } from "./layout.js";
import { productionFiles } from "./server-files.js";
import { configOf } from "./tsconfig-options.js";

/** By `checkJs`, by declarations that are made or named in package.json, or by a comment in a source. */
export function checksTypes(server: Server, files: FileStore): boolean {
  const manifest = (server.manifest && files.read(server.manifest)?.text) ?? "";
  if (/"(?:types|typings)"\s*:/.test(manifest)) return true;
  const editor = configOf(files, server.root, "tsc -p jsconfig.json");
  if (compilerOf(server, files)?.typesScripts || editor?.typesScripts) return true;
  return productionFiles(server).some((path) =>
    /^\s*\/\/\s*@ts-check\b/m.test(files.read(path)?.text ?? ""),
  );
}
