/** Which files of a server import which. */

import type { Program } from "../evaluate/program.js";
import { textImports } from "./import-text.js";

/** The sources with an import that leads to this file. */
export function importersOf(program: Program, file: string): readonly string[] {
  return program.remember("importers", () => importers(program)).get(file) ?? [];
}

function importers(program: Program): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const importer of program.sources) {
    for (const file of importsOf(program, importer)) {
      if (file === importer) continue;
      const known = found.get(file);
      if (known) known.push(importer);
      else found.set(file, [importer]);
    }
  }
  return found;
}

/** The files that the imports of a file lead to, the packages on the way included. */
export function importsOf(program: Program, from: string): ReadonlySet<string> {
  return program.remember(`imports ${from}`, () => {
    const found = new Set<string>();
    const add = (dotted: string, level: number): void => {
      const target = program.modules.resolve(from, dotted, level);
      if (target.kind === "file") found.add(target.path);
    };
    for (const { level, modules, names } of textImports(program, from)) {
      if (level > 0) add("", level);
      for (const module of modules.flatMap(packages)) add(module, level);
      const prefix = modules[0] ? `${modules[0]}.` : "";
      for (const { name } of names ?? []) add(prefix + name, level);
    }
    return found;
  });
}

/** `a.b.c` imports a, a.b and a.b.c. */
function packages(dotted: string): string[] {
  const parts = dotted.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join(".")).filter(Boolean);
}
