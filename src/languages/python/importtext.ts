/** The imports of a file read from its bytes, for files that need no parsing otherwise. */

import type { Program } from "./program.js";

export interface TextImport {
  /** The dots of a relative import. */
  readonly level: number;
  /** The module; for `import a.b`, each of the modules. */
  readonly modules: readonly string[];
  /** The names after `import`; undefined for `import a.b`. */
  readonly names?: readonly string[];
}

/** Every import statement of a file. */
export function textImports(program: Program, file: string): readonly TextImport[] {
  return program.remember(`imports of ${file}`, () => {
    const buffer = program.buffer(file);
    return buffer ? statementsOf(buffer).flatMap(parsed) : [];
  });
}

/** Whether a file imports this name from somewhere, or everything of some module. */
export function importsName(program: Program, file: string, name: string): boolean {
  const names = program.remember(
    `imported names ${file}`,
    () => new Set(textImports(program, file).flatMap((each) => each.names ?? [])),
  );
  return names.has(name) || names.has("*");
}

/** The lines that hold the word `import`, each to its end or, for a list in brackets, to the end of that. */
function statementsOf(buffer: Buffer): string[] {
  const found: string[] = [];
  let end = 0;
  for (let at = buffer.indexOf("import"); at >= 0; at = buffer.indexOf("import", end)) {
    const start = buffer.lastIndexOf("\n", at) + 1;
    const bracket = /^import[ \t]*\(/.test(buffer.toString("latin1", at, at + 20));
    end = endOfStatement(buffer, at, bracket);
    found.push(buffer.toString("utf8", start, end));
  }
  return found;
}

function endOfStatement(buffer: Buffer, from: number, bracket: boolean): number {
  let end = buffer.indexOf(bracket ? ")" : "\n", from);
  while (!bracket && end > 0 && buffer[end - 1] === 0x5c) end = buffer.indexOf("\n", end + 1);
  return end < 0 ? buffer.length : end;
}

function parsed(statement: string): TextImport[] {
  const from = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import\b([^]*)$/.exec(statement);
  if (from) {
    const [, dots = "", module = "", names = ""] = from;
    return [{ level: dots.length, modules: [module], names: words(names) }];
  }
  const plain = /^[ \t]*import[ \t]+([\w., \t]+)/.exec(statement);
  return plain ? [{ level: 0, modules: words(plain[1] ?? "") }] : [];
}

/** The names in a list of imports, aliases and comments left out. */
function words(list: string): string[] {
  const names = list.replace(/#.*|[()\\\r]/g, " ").split(",");
  return names.map((each) => each.trim().split(/\s/)[0] ?? "").filter(Boolean);
}
