/** How the server's own tests are run. */

import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { manifestOf } from "../project/layout.js";
import { installationOf } from "./package-manager.js";

/** The script of the manifest, by the package manager; `npm init` writes one that only fails. */
export function testCommand(server: Server, files: FileStore): string | undefined {
  const script = manifestOf(server, files).scripts?.test;
  if (!script || /no test specified/.test(script)) return undefined;
  const { manager } = installationOf(server, files);
  return manager === "bun" ? "bun run test" : `${manager} test`;
}
