/** Which of the paths that were named have no server. */

import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { isWithin } from "../disk/paths.js";
import { findingOf, topOf } from "../rules/finding.js";
import type { Finding, Server, Severity } from "../types.js";

/** A finding for each path that no server is at, below or around. */
export function withoutServer(
  paths: readonly string[],
  servers: readonly Server[],
  severity: Severity,
): Finding[] {
  return paths
    .map((path) => realpathSync(resolve(path)))
    .filter((path) => !servers.some((server) => isOf(server, path)))
    .map((path) =>
      findingOf("no-server", {
        place: topOf(path),
        message: "no server is here: no source registers a tool",
        severity,
      }),
    );
}

function isOf({ root, files }: Server, path: string): boolean {
  return isWithin(root, path) || files.some((file) => isWithin(file, path));
}
