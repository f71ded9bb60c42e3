/** Images of a Python server whose Dockerfile leaves the services out, or what they load. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Finding, Scan, Server } from "../../../types.js";
import { imageFindings } from "../../supply/images.js";
import { SERVICES } from "../imports/service-names.js";
import type { Layout } from "../project/layout.js";
import { missingFrom } from "./requirements.js";

/** What the images of a server lack once its tools import the services. */
export function findingsOfImages(
  server: Server,
  files: FileStore,
  layout: Layout,
  { tools, findings }: Pick<Scan, "tools" | "findings">,
): Finding[] {
  const services = join(layout.folder, SERVICES, "__init__.py");
  const needing = [...tools, ...findings].flatMap(({ fix }) => fix?.imports ?? []);
  const importing = server.files.filter((path) => files.read(path)?.text.includes(SERVICES));
  const users = [...needing.map(({ file }) => file), ...importing].filter(
    (path) => !path.includes(`/${SERVICES}/`),
  );
  const lacking = (named: readonly string[]) => missingFrom(named).map(({ name }) => name);
  return imageFindings(server, files, { users, services: [services] }, { lacking, lists, command });
}

const lists =
  /(?:^|\/)(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|uv\.lock|setup\.(?:py|cfg))$/;
const command = /\bpip3?\s+install\b([^&|;]*)/g;
