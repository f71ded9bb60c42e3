/** The services folder: what the server uses of it, copied as it is, with its own imports in the server's style. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Edit, Finding, NewFile, Scan, Server } from "../../../types.js";
import { existsFinding, isAsWritten, noLint } from "../../supply/exists.js";
import { compiledTemplates, sourceTemplates, templateText } from "../../supply/templates.js";
import type { Suffix } from "../imports/style.js";
import { serverSuffix } from "../imports/style.js";
import { checksTypes } from "../project/checks-types.js";
import { type Layout, layoutOf } from "../project/layout.js";
import { isServicesFile, servicesName } from "../project/server-files.js";
import { indexEdits, indexOf, isOfEarlierEdition, saysTheSame } from "./services-index.js";
import {
  importText,
  modulesIn,
  serviceModules,
  templateOf,
  withImports,
} from "./services-modules.js";
import { needsZod, usesZod } from "./zod-package.js";

/** The files of the services folder that are to be written, what its index gains, and what stands in their way. */
export interface Services {
  readonly files: readonly NewFile[];
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
}

/** What of a scan decides which services are needed. */
export type Needs = Pick<Scan, "tools" | "findings">;

/**
 * The services that a server needs: for its sources as they are, for the fixes of a scan and for files that are
 * added. Where the folder is there, what it has stays as it is, and only modules that it lacks are added to it.
 */
export function servicesFor(
  server: Server,
  files: FileStore,
  scan: Needs,
  added: readonly NewFile[] = [],
): Services {
  const layout = layoutOf(server, files);
  const modules = neededModules(server, files, scan, layout, added);
  const wanted = serviceFiles(server, files, layout, modules);
  const index = wanted.find(isIndex);
  const existing = index && files.read(index.path)?.text;
  if (existing === undefined) return { files: wanted, edits: [], findings: [] };
  const there = wanted.filter(({ path }) => files.isFile(path));
  const missing = wanted.filter((file) => !there.includes(file));
  const fits = !isOfEarlierEdition(layout.services, files);
  const differs = !fits || there.some((file) => !isAsWrittenOrMore(file, files));
  return {
    files: missing.filter(({ path }) => fits || isVariant(path)),
    edits: fits ? there.filter(isIndex).flatMap((file) => indexEdits(file, files)) : [],
    findings: differs ? [existsFinding(layout.services, "The services folder")] : [],
  };
}

/** Whether a file is there as it would be written; of an index, once it has gained what it lacks. */
function isAsWrittenOrMore(file: NewFile, files: FileStore): boolean {
  if (!isIndex(file)) return isAsWritten(file, files);
  const text = files.read(file.path)?.text.replace(noLint, "") ?? "";
  return saysTheSame(
    text +
      indexEdits(file, files)
        .map(({ text }) => text)
        .join(""),
    file.content,
  );
}

export function isIndex({ path }: NewFile): boolean {
  return new RegExp(`/${servicesName}/index\\.(?:d\\.ts|[jt]s)$`).test(path);
}

/** Whether a file is zod's module for another zod, which is made of the one that is there. */
function isVariant(path: string): boolean {
  return /\/zod-v\d\.\w/.test(path);
}

/** The modules that the sources of a server import, its fixes and what is added, and those that are there. */
export function neededModules(
  server: Server,
  files: FileStore,
  needs: Needs,
  { services }: Layout,
  added: readonly NewFile[] = [],
): Set<string> {
  const own = server.files.filter((path) => !isServicesFile(path));
  const texts = own.map((path) => files.read(path)?.text ?? "");
  const fixes = [...needs.tools, ...needs.findings].flatMap(({ fix }) => fix?.imports ?? []);
  const all = [...texts, ...added.map(({ content }) => content), ...fixes.map(importText)];
  const imported = all.filter((text) => text.includes(servicesName)).flatMap(modulesIn);
  const hasZod = usesZod(server, files) || needsZod(needs);
  const there = serviceModules().filter((name) =>
    [".ts", ".js"].some((ending) => files.isFile(join(services, `${name}${ending}`))),
  );
  return withImports([...imported, ...(hasZod ? ["zod"] : []), ...there]);
}

/** The files of these modules and of the index, as they are copied into the layout's folder for them. */
export function serviceFiles(
  server: Server,
  files: FileStore,
  layout: Layout,
  modules: ReadonlySet<string>,
): NewFile[] {
  const { language, services } = layout;
  const suffix = language === "javascript" ? ".js" : serverSuffix(server, files);
  const endings =
    language === "typescript" ? [".ts"] : checksTypes(server, files) ? [".d.ts", ".js"] : [".js"];
  const file = (name: string, content: string): NewFile => ({
    path: join(services, name),
    content,
    isVendored: true,
  });
  const copied = ["index", ...modules].sort().flatMap((name) =>
    endings.map((ending) => {
      const text = templateText(templatesFor(layout), `${templateOf(name)}${ending}`);
      if (name === "index") return file(`${name}${ending}`, fitted(indexOf(text, modules), suffix));
      if (templateOf(name) === name) return file(`${name}${ending}`, fitted(text, suffix));
      // Of an earlier edition's folder it is a part of that edition.
      const existing = files.read(join(services, `zod${ending}`))?.text;
      return file(`${name}${ending}`, variantOf(existing ?? fitted(text, suffix), name));
    }),
  );
  return [...copied, ...packageJsonFor(layout).map(([name, text]) => file(name, text))];
}

function templatesFor(layout: Layout): string {
  if (layout.language === "typescript") return join(sourceTemplates, "typescript", servicesName);
  return join(compiledTemplates, `javascript-${layout.module}`, servicesName);
}

/** Where the folder's modules are of another kind than the package's, a package.json of its own says so. */
function packageJsonFor({ language, module, packageIsModule }: Layout): [string, string][] {
  if (language === "typescript" || (module === "esm") === packageIsModule) return [];
  const type = module === "esm" ? "module" : "commonjs";
  return [["package.json", `{ "type": "${type}" }\n`]];
}

/** A template's text with its relative imports in the server's style. */
function fitted(text: string, suffix: Suffix): string {
  const ending = suffix.startsWith(".") ? suffix : "";
  return text.replaceAll(/(["']\.{1,2}\/[\w./-]+)\.js(["'])/g, `$1${ending}$2`);
}

/** `zod.ts` for another zod: `zod-v3.ts` imports `zod/v3`. */
function variantOf(text: string, name: string): string {
  return text.replaceAll(/(["'])zod\1/g, `$1${name.replace("-", "/")}$1`);
}
