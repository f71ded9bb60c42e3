/** The services folder: copied as it is, with its own imports written in the server's style. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Finding, NewFile, Scan, Server } from "../../../types.js";
import { existsFinding, isAsWritten } from "../../supply/exists.js";
import {
  compiledTemplates,
  sourceTemplates,
  templateNames,
  templateText,
} from "../../supply/templates.js";
import type { Suffix } from "../imports/style.js";
import { serverSuffix } from "../imports/style.js";
import { type Layout, layoutOf } from "../project/layout.js";
import { needsZod, usesZod } from "./zod-package.js";

/** The files of the services folder that are to be written, and what stands in their way. */
export interface Services {
  readonly files: readonly NewFile[];
  readonly findings: readonly Finding[];
}

/**
 * The services folder for a server. Where one is there already it stays as it is, and only a module
 * that the fixes need and that is missing (a zod of another version) is added to it.
 */
export function servicesFor(server: Server, files: FileStore, scan: Scan): Services {
  const layout = layoutOf(server, files);
  const wanted = serviceFiles(server, files, scan, layout);
  const exists = wanted.some(({ path }) => /\/index\.[jt]s$/.test(path) && files.isFile(path));
  if (!exists) return { files: wanted, findings: [] };
  const missing = wanted.filter(
    ({ path }) => /\/zod-\w+\.(d\.ts|[jt]s)$/.test(path) && !files.isFile(path),
  );
  const differs = wanted.some(
    (file) => !missing.some(({ path }) => path === file.path) && !isAsWritten(file, files),
  );
  return {
    files: missing,
    findings: differs ? [existsFinding(layout.services, "The services folder")] : [],
  };
}

/** What of a scan decides which services are needed. */
export type Needs = Pick<Scan, "tools" | "findings">;

/** Every file of the services, as it is copied into the layout's folder for them; of zod what is `asked` for, too. */
export function serviceFiles(
  server: Server,
  files: FileStore,
  needs: Needs,
  layout: Layout,
  asked: readonly string[] = [],
): NewFile[] {
  const folder = templatesFor(layout);
  const zods = new Set([...zodModules(server, files, needs), ...asked]);
  const suffix = layout.language === "javascript" ? ".js" : serverSuffix(server, files);
  const names = templateNames(folder).filter((name) => zods.has("zod") || !/^zod\./.test(name));
  const made = names.flatMap((name): [string, string][] => {
    const text = fitted(templateText(folder, name), zods, suffix);
    const variants = [...zods].filter((zod) => zod !== "zod");
    return /^zod\./.test(name)
      ? [[name, text], ...variants.map((zod): [string, string] => variantOf(name, text, zod))]
      : [[name, text]];
  });
  return [...made, ...packageJsonFor(layout)].map(([name, content]) => ({
    path: join(layout.services, name),
    content,
    isVendored: true,
  }));
}

function templatesFor(layout: Layout): string {
  if (layout.language === "typescript")
    return join(sourceTemplates, "typescript", "credential-services");
  return join(compiledTemplates, `javascript-${layout.module}`, "credential-services");
}

/** Where the folder's modules are of another kind than the package's, a package.json of its own says so. */
function packageJsonFor({ language, module, packageIsModule }: Layout): [string, string][] {
  if (language === "typescript" || (module === "esm") === packageIsModule) return [];
  const type = module === "esm" ? "module" : "commonjs";
  return [["package.json", `{ "type": "${type}" }\n`]];
}

/** The modules of zod that the services are needed for: "zod" alone, or also "zod-v3", "zod-v4"; maybe none. */
function zodModules(server: Server, files: FileStore, scan: Needs): Set<string> {
  const fixes = [...scan.tools, ...scan.findings].flatMap(({ fix }) => fix?.imports ?? []);
  const asked = fixes.map(({ module }) => module).filter((module) => module.startsWith("zod-"));
  const isThere = usesZod(server, files) || needsZod(scan);
  return new Set([...(isThere ? ["zod"] : []), ...asked]);
}

/** A template's text with its relative imports in the server's style, and without a zod that isn't there. */
function fitted(text: string, zods: ReadonlySet<string>, suffix: Suffix): string {
  const ending = suffix.startsWith(".") ? suffix : "";
  const kept = zods.has("zod") ? text : text.replaceAll(/^.*["']\.\/zod\.js["'].*\n/gm, "");
  return kept.replaceAll(/(["']\.\/[\w./-]+)\.js(["'])/g, `$1${ending}$2`);
}

/** `zod.ts` for another zod: `zod-v3.ts`, which imports `zod/v3`. */
function variantOf(name: string, text: string, zod: string): [string, string] {
  const specifier = zod.replace("-", "/");
  return [name.replace(/^zod/, zod), text.replaceAll(/(["'])zod\1/g, `$1${specifier}$1`)];
}
