/** The imports of a file read from its bytes, for files that need no parsing otherwise. */

import type { Program } from "../evaluate/program.js";
import { textOf } from "./bytes.js";

export interface TextImport {
  /** The dots of a relative import. */
  readonly level: number;
  /** The module; for `import a.b`, each of the modules. */
  readonly modules: readonly string[];
  /** What stands after `import`; undefined for `import a.b`. */
  readonly names?: readonly ImportedName[];
  /** The statement, with the rest of the lines that it stands on. */
  readonly text: string;
}

/** `name as own`; the same twice where it has no other name. */
export interface ImportedName {
  readonly name: string;
  readonly own: string;
}

/** Every import statement of a file. */
export function textImports(program: Program, file: string): readonly TextImport[] {
  return program.remember(`imports of ${file}`, () => {
    const bytes = program.buffer(file)?.toString("latin1") ?? "";
    return importsIn(bytes);
  });
}

/** Every import statement in the bytes of a file, read one by one as characters. */
export function importsIn(bytes: string): TextImport[] {
  return statementsOf(bytes).flatMap((statement) => parsed(textOf(statement)));
}

/** Whether a file imports this name from somewhere, or everything of some module. */
export function importsName(program: Program, file: string, name: string): boolean {
  const names = program.remember(
    `imported names ${file}`,
    () => new Set(importedNames(program, file).map((each) => each.name)),
  );
  return names.has(name) || names.has("*");
}

/** A name of a module of the server. */
export interface Origin {
  readonly module: string;
  readonly name: string;
}

/**
 * What of the server a plain name is imported from, as the text of the file alone can tell: every import of it
 * leads there and nothing else seems to bind it. Undefined where that takes looking closer.
 */
export function originOf(program: Program, file: string, own: string): Origin | undefined {
  // Each of a test's many calls asks.
  return program.remember(`origin ${file} ${own}`, () => {
    const imports = importedNames(program, file).filter((each) => each.own === own);
    const origins = imports.map(({ name, from, level }) => {
      const target = program.modules.resolve(file, from, level);
      return target.kind === "file" ? { module: target.path, name } : undefined;
    });
    const [first] = origins;
    const isOne = origins.every(
      (each) => each?.module === first?.module && each?.name === first?.name,
    );
    return isOne && bindings(program, file, own) === 0 ? first : undefined;
  });
}

/** Whether the text of a module shows that it defines a function under a name, and nothing else seems to bind that. */
export function definesFunction(program: Program, { module, name }: Origin): boolean {
  return program.remember(`defines ${module} ${name}`, () => {
    const text = program.project.files.read(module)?.text ?? "";
    const definition = `\\n[ \\t]*\\r?\\n(?:async[ \\t]+)?def[ \\t]+${name}\\s*\\(`;
    if (!new RegExp(definition).test(text) || importsName(program, module, name)) return false;
    return bindings(program, module, name) === 1;
  });
}

function importedNames(program: Program, file: string) {
  return textImports(program, file).flatMap(({ names = [], modules: [from = ""], level }) =>
    names.map((each) => ({ ...each, from, level })),
  );
}

/** How often a name stands, outside of the imports, where a statement or a parameter could bind it. */
function bindings(program: Program, file: string, name: string): number {
  const bound = "\\s*(?:[:,)\\]]|[-+*/%&|^@<>]{0,2}=(?!=)|in\\b)";
  const declared = `(?<=\\b(?:def|class|as|del|global|nonlocal)\\s+${name})`;
  const binding = new RegExp(`${name}(?!\\w)(?:(?<![\\w.]${name})${bound}|${declared})`, "g");
  const count = (text: string): number => [...text.matchAll(binding)].length;
  const imports = textImports(program, file).map(({ text }) => count(text));
  const total = count(program.project.files.read(file)?.text ?? "");
  return total - imports.reduce((sum, each) => sum + each, 0);
}

/** The lines that hold the word `import`, each to its end or, for a list in brackets, to the end of that. */
function statementsOf(bytes: string): string[] {
  const found: string[] = [];
  let end = 0;
  for (let at = bytes.indexOf("import"); at >= 0; at = bytes.indexOf("import", end)) {
    const start = bytes.lastIndexOf("\n", at) + 1;
    openBracket.lastIndex = at;
    end = endOfStatement(bytes, at, openBracket.test(bytes));
    found.push(bytes.slice(start, end));
  }
  return found;
}

const openBracket = /import[ \t]*\(/y;

function endOfStatement(bytes: string, from: number, bracket: boolean): number {
  let end = bytes.indexOf(bracket ? ")" : "\n", from);
  while (!bracket && end > 0 && bytes[end - 1] === "\\") end = bytes.indexOf("\n", end + 1);
  return end < 0 ? bytes.length : end;
}

function parsed(statement: string): TextImport[] {
  const from = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import\b([\s\S]*)$/.exec(statement);
  if (from) {
    const [, dots = "", module = "", names = ""] = from;
    return [{ level: dots.length, modules: [module], names: listed(names), text: statement }];
  }
  const plain = /^[ \t]*import[ \t]+([\w., \t]+)/.exec(statement);
  const modules = listed(plain?.[1] ?? "").map(({ name }) => name);
  return plain ? [{ level: 0, modules, text: statement }] : [];
}

/** What a list of imports names, comments left out. */
function listed(list: string): ImportedName[] {
  const rows = list.replace(/#.*|[()\\\r]/g, " ").split(",");
  return rows.flatMap((row) => {
    const [name = "", as, own = name] = row.trim().split(/\s+/);
    return name ? [{ name, own: as === "as" ? own : name }] : [];
  });
}
