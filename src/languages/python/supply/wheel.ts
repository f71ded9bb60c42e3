/** Whether the wheel of a server holds the services that it has. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Finding, Server } from "../../../types.js";
import { SERVICES } from "../imports/service-names.js";
import { type Layout, layoutOf } from "../project/layout.js";
import { readToml } from "../project/manifest.js";
import { notInWheel } from "./packaging/index.js";
import { withTree } from "./toml-tree.js";

/** What the wheel leaves out of the services: said whenever the server is scanned. */
export async function wheelFindings(server: Server, files: FileStore): Promise<Finding[]> {
  const layout = await layoutOf(server, files);
  if (!hasServices(files, layout)) return [];
  const read = await withTree(readToml(server, files));
  if (read && !("manifest" in read)) return [];
  return notInWheel(server, files, layout, read?.manifest);
}

/** Whether the services are there already. */
export function hasServices(files: FileStore, { folder }: Layout): boolean {
  return files.isFile(join(folder, SERVICES, "__init__.py"));
}
