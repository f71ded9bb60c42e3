/** The services folder: copied as it is into the server's package. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { findingOf, topOf } from "../../../rules/finding.js";
import type { Finding, NewFile, Server } from "../../../types.js";
import { existsFinding } from "../../supply/exists.js";
import { sourceTemplates, templateNames, templateText } from "../../supply/templates.js";
import { SERVICES } from "../imports/service-names.js";
import type { Layout } from "../project/layout.js";
import { quiet } from "./quiet.js";

/** The files of the services folder that are to be written, and what stands in their way. */
export interface Services {
  readonly files: readonly NewFile[];
  readonly findings: readonly Finding[];
}

/** The services folder of a server. One that is there already stays as it is. */
export function servicesFor(server: Server, files: FileStore, layout: Layout): Services {
  const wanted = serviceFiles(join(layout.folder, SERVICES));
  const byHand = byHandAtRoot(server, files, layout);
  const index = join(layout.folder, SERVICES, "__init__.py");
  const there = files.read(index)?.text;
  if (there === undefined) return { files: wanted, findings: byHand };
  if (!there.includes("with_account_context")) {
    return { files: [], findings: [otherServices(index), ...byHand] };
  }
  const differs = wanted.some(({ path, content }) => files.read(path)?.text !== content);
  const findings = differs ? [existsFinding(index, `The folder ${SERVICES}`)] : [];
  return { files: [], findings: [...findings, ...byHand] };
}

/** Every file of the services, as it is copied into this folder. */
export function serviceFiles(folder: string): NewFile[] {
  const template = join(sourceTemplates, "python", SERVICES);
  const names = templateNames(template).filter((name) => /\.(?:py|sql)$|^py\.typed$/.test(name));
  return names.map((name) => ({
    path: join(folder, name),
    content: quiet(templateText(template, name)),
    isVendored: true,
  }));
}

function otherServices(index: string): Finding {
  return findingOf("file-exists", {
    severity: "error",
    place: topOf(index),
    message: `there is a ${SERVICES} of another make, without with_account_context, which the tools import from it`,
    remedy: "rename that folder, or remove it, and run again",
  });
}

/** Services that a hand retrofit put at the server's root: they are left out of its wheel. */
function byHandAtRoot({ root }: Server, files: FileStore, { folder }: Layout): Finding[] {
  const index = join(root, SERVICES, "__init__.py");
  if (folder === root || !files.isFile(index)) return [];
  return [
    findingOf("file-exists", {
      severity: "warning",
      place: topOf(index),
      message: `${SERVICES} at the server's root was left as it is; the retrofitted tools use the one in the package`,
      remedy:
        "remove the old folder once nothing imports it: it would not be in the server's wheel",
    }),
  ];
}
