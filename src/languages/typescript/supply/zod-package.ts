/** zod, which the services take from the server, or bring where a tool needs it and the server has none. */

import type { FileStore } from "../../../disk/files.js";
import type { Scan, Server } from "../../../types.js";
import { manifestOf } from "../project/layout.js";
import { productionFiles } from "../project/server-files.js";
import { zodRangeOf } from "./sdk-version.js";

/** Whether the server has zod: listed for production, or imported by its code. */
export function usesZod(server: Server, files: FileStore): boolean {
  const { dependencies, peerDependencies } = manifestOf(server, files);
  const isListed = dependencies?.zod !== undefined || peerDependencies?.zod !== undefined;
  const isImported = (path: string): boolean =>
    /["']zod(\/v[34])?["']/.test(files.read(path)?.text ?? "");
  return isListed || productionFiles(server).some(isImported);
}

/** Whether a fix uses the parameter as a zod schema: a tool without a schema gets a raw shape. */
export function needsZod(scan: Pick<Scan, "tools" | "findings">): boolean {
  return [...scan.tools, ...scan.findings].some(({ fix }) =>
    fix?.imports.some(({ names }) => names.includes("targetAccountId")),
  );
}

/** zod as a package to list, in the range that the server's SDK takes; none where the server has it. */
export function zodPackage(server: Server, files: FileStore, scan: Scan): [string, string][] {
  if (usesZod(server, files) || !needsZod(scan)) return [];
  return [["zod", zodRangeOf(server, files)]];
}
