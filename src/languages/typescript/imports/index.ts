/** Imports of the services folder, in the style of the file that needs them. */

import { dirname, relative, sep } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Edit, ImportNeed, Server } from "../../../types.js";
import { layoutOf } from "../project/layout.js";
import type { ts } from "../source/compiler.js";
import { openProject } from "../source/parse.js";
import { importsOf } from "./existing.js";
import { importPlace } from "./place.js";
import { type ImportStyle, type Suffix, styleOf, suffixOf } from "./style.js";

/**
 * The insertions that make the names of `needs` available: into an import of the same module, where
 * the file has one, else as an import of its own. Nothing for names that are imported already.
 */
export function importEdits(
  server: Server,
  files: FileStore,
  needs: readonly ImportNeed[],
): Edit[] {
  const project = openProject(server, files);
  const layout = layoutOf(server, files);
  return grouped(needs).flatMap(({ file, module, names }) => {
    const source = project.source(file);
    if (!source) return [];
    const existing = importsOf(source, module);
    const missing = names.filter((name) => !existing.some((each) => each.names.includes(name)));
    if (missing.length === 0) return [];
    const target = existing.find((each) => each.braces)?.braces;
    if (target) return [intoBraces(source, target, missing)];
    const style = styleOf(source, layout);
    const specifier = specifierOf(file, layout.services, module, suffixOf(source, project));
    return [newImport(source, style, missing, specifier, module)];
  });
}

/** The needs of each (file, module) as one, names sorted and each once. */
function grouped(needs: readonly ImportNeed[]): ImportNeed[] {
  const groups = new Map<string, ImportNeed>();
  for (const { file, module, names } of needs) {
    const key = `${file}\0${module}`;
    const all = new Set([...(groups.get(key)?.names ?? []), ...names]);
    groups.set(key, { file, module, names: [...all].sort() });
  }
  return [...groups.values()];
}

/** The specifier of a module of the services folder, "" for its index, as seen from a file. */
export function specifierOf(
  file: string,
  services: string,
  module: string,
  suffix: Suffix,
): string {
  const path = relative(dirname(file), services).split(sep).join("/");
  const folder = path.startsWith(".") ? path : `./${path}`;
  if (module === "")
    return suffix.startsWith(".") ? `${folder}/index${suffix}` : `${folder}${suffix}`;
  return `${folder}/${module}${suffix.startsWith(".") ? suffix : ""}`;
}

function intoBraces(
  source: ts.SourceFile,
  braces: ts.NamedImports | ts.ObjectBindingPattern,
  names: readonly string[],
): Edit {
  const last = braces.elements.at(-1);
  if (!last) throw new Error("an import without names cannot take another");
  const lineBreak = /\r?\n[ \t]*$/.exec(source.text.slice(0, last.getStart(source)))?.[0] ?? " ";
  const text = names.map((name) => `,${lineBreak}${name}`).join("");
  return { file: source.fileName, offset: last.getEnd(), text };
}

function newImport(
  source: ts.SourceFile,
  style: ImportStyle,
  names: readonly string[],
  specifier: string,
  module: string,
): Edit {
  const { quote, semicolon, padding, lineBreak, commonJs } = style;
  const braces = `{${padding}${names.join(", ")}${padding}}`;
  const from = `${quote}${specifier}${quote}`;
  const statement = commonJs
    ? `const ${braces} = require(${from})${semicolon}`
    : `import ${braces} from ${from}${semicolon}`;
  const { offset, before, after } = importPlace(source, commonJs, lineBreak);
  // The services' index comes first, then its other modules.
  const rank = module === "" ? 0 : 1;
  return { file: source.fileName, offset, text: `${before}${statement}${after}`, rank };
}
