/** Which modules of the services a server needs: those that its sources import, and what these import. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ImportNeed } from "../../../types.js";
import { sourceTemplates, templateText } from "../../supply/templates.js";
import { servicesName } from "../project/server-files.js";

const folder = join(sourceTemplates, "typescript", servicesName);

/** What every server gets: the index has names of these, whatever it uses, and they import each other. */
const always = "tools";

let names: readonly string[] | undefined;

/** The names of all modules but the index, as imports say them: `tools`, `gateway/http`. */
export function serviceModules(): readonly string[] {
  names ??= readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .flatMap((name) => /^(?!index)(.*)\.ts$/.exec(name)?.[1] ?? [])
    .sort();
  return names;
}

/** What the index exports, by the module that has it. */
export function indexNames(): ReadonlyMap<string, readonly string[]> {
  const text = templateText(folder, "index.ts");
  const exported = new Map<string, string[]>();
  for (const [, list = "", module = ""] of text.matchAll(
    /^export (?:type )?\{([^}]*)\} from "\.\/([\w-]+)\.js";$/gm,
  )) {
    const own = list.split(",").flatMap((each) => each.trim().split(" as ").at(-1) || []);
    exported.set(module, [...(exported.get(module) ?? []), ...own]);
  }
  return exported;
}

/** These modules, those that every server gets, and all that they import. */
export function withImports(asked: Iterable<string>): Set<string> {
  const needed = new Set<string>();
  const add = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const other of importedBy(name)) add(other);
  };
  for (const name of [always, ...asked]) add(name);
  return needed;
}

/** zod's modules for other zods are made of the one that there is a template for. */
export function templateOf(name: string): string {
  return name.replace(/^zod-v\d$/, "zod");
}

function importedBy(name: string): string[] {
  const text = templateText(folder, `${templateOf(name)}.ts`);
  const specifiers = [...text.matchAll(/from "(\.{1,2}\/[\w./-]+)\.js"/g)];
  return specifiers.map(([, path = ""]) => join(name, "..", path).replaceAll("\\", "/"));
}

/** The modules that a text imports from the services: by their own names, or by names that the index exports. */
export function modulesIn(text: string): string[] {
  const known = new Set(serviceModules());
  const own = [...text.matchAll(ownModules)].flatMap(([, path = ""]) =>
    known.has(templateOf(path)) ? [path] : [],
  );
  const named = [...text.matchAll(namedImports)].map(([, list = ""]) => list);
  // Imported as a whole, it may be asked for any name that the text has.
  const isWhole = named.length < [...text.matchAll(indexImports)].length;
  const words = new Set((isWhole ? text : named.join()).match(/\w+/g) ?? []);
  const exporting = [...indexNames()].filter(([, names]) => names.some((name) => words.has(name)));
  return [...own, ...exporting.map(([module]) => module)];
}

/** What of the services a fix imports, as an import would say it. */
export function importText({ module, names }: Pick<ImportNeed, "module" | "names">): string {
  return `import { ${names.join(", ")} } from "./${servicesName}/${module || "index"}";`;
}

const ending = "(?:\\.[cm]?[jt]s)?[\"']";
const ownModules = new RegExp(`["'][^"'\\n]*/${servicesName}/(?!index\\b)([\\w/-]+)${ending}`, "g");
const index = `["'][^"'\\n]*/${servicesName}(?:/index)?/?${ending}`;
const indexImports = new RegExp(index, "g");
const namedImports = new RegExp(
  `\\{([^{}]*)\\}\\s*(?:from\\s*|=\\s*(?:await\\s+import|require)\\s*\\(\\s*)${index}`,
  "g",
);
