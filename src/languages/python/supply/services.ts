/** The services folder: copied as it is into the server's package, without what the server does not use. */

import { basename, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { findingOf, topOf } from "../../../rules/finding.js";
import type { Finding, NewFile, Scan, Server } from "../../../types.js";
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

/** Files that only servers have whose sources, where they import the services, use one of these names. */
const byName: Readonly<Record<string, RegExp>> = {
  "handover.py":
    /\b(?:account_cache_key|account_environment|bind_account|cache_per_account|run_in_account)\b/,
  "generated.py": /\bwith_account_parameter\b/,
  "lowlevel.py": /\bwith_account_(?:call|list)\b/,
};
/** What is there for those who look after accounts: a server starts without it. */
export const forPeople = /[\\/](?:__main__\.py|schema\.sql)$/;

/** What brings aiobotocore along, and where a server says that it uses it. */
const aio = /\b(?:aiobotocore|aioboto3|s3fs)\b/;
const manifests = ["pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile"];
const locks = ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"];

/**
 * The services folder of a server. One that is there already stays as it is; it only gains what its server has come
 * to use. `hasEntry` says whether the server has an entry point, or will have one.
 */
export function servicesFor(
  server: Server,
  files: FileStore,
  layout: Layout,
  scan: Scan,
  hasEntry: boolean,
): Services {
  const imports = [...scan.tools, ...scan.findings].flatMap(({ fix }) => fix?.imports ?? []);
  const names = imports.flatMap((need) => need.names);
  const wanted = neededFiles(server, files, join(layout.folder, SERVICES), names, hasEntry);
  const byHand = byHandAtRoot(server, files, layout);
  const index = join(layout.folder, SERVICES, "__init__.py");
  const there = files.read(index)?.text;
  if (there === undefined) return { files: wanted, findings: byHand };
  if (!there.includes("with_account_context")) {
    return { files: [], findings: [otherServices(index), ...byHand] };
  }
  const isEarlier = isOfEarlierEdition(there);
  const isGone = (path: string): boolean => !forPeople.test(path) && !files.isFile(path);
  const gone = isEarlier ? [] : wanted.filter(({ path }) => isGone(path));
  const others = wanted.filter((file) => !gone.includes(file));
  const differs = others.some(({ path, content }) => files.read(path)?.text !== content);
  const findings = differs ? [existsFinding(index, `The folder ${SERVICES}`)] : [];
  return { files: gone, findings: [...findings, ...byHand] };
}

/**
 * The files of the services that a server needs, as they are copied into this folder. `names` are those of the services
 * that it is about to import, `isServing` says whether its entry point serves with them.
 */
export function neededFiles(
  server: Server,
  files: FileStore,
  folder: string,
  names: readonly string[],
  isServing: boolean,
): NewFile[] {
  const template = join(sourceTemplates, "python", SERVICES);
  const own = server.files.filter((path) => !path.split(/[\\/]/).includes(SERVICES));
  const texts = own.map((path) => files.read(path)?.text ?? "");
  const users = [...texts.filter((text) => text.includes(SERVICES)), ...names];
  const isNeeded = (name: string): boolean => {
    if (name === "aio.py") return usesAio(server, files, texts);
    return byName[name] === undefined || users.some((text) => byName[name]?.test(text));
  };
  const whole = templateNames(template).filter((name) => /\.(?:py|sql)$/.test(name));
  const serving = isServing ? templateNames(join(template, "gateway")) : [];
  return [...whole.filter(isNeeded), ...serving.map((name) => join("gateway", name))].map(
    (name) => ({
      path: join(folder, name),
      content: quiet(templateText(template, name)),
      isVendored: true,
    }),
  );
}

/** Whether requests are signed by aiobotocore: it is imported, or among what is installed with the server. */
function usesAio({ root, files: paths }: Server, files: FileStore, texts: readonly string[]) {
  const lists = paths.filter((path) => /requirements[^/\\]*\.txt$/.test(basename(path)));
  const read = [...manifests, ...locks].map((name) => join(root, name)).concat(lists);
  const said = read.map((path) => files.read(path)?.text ?? "");
  return [...texts, ...said].some((text) => aio.test(text));
}

/** Whether this index is of services with other files than these, which must not be mixed. */
export function isOfEarlierEdition(index: string): boolean {
  return !index.includes("from .tools import");
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
