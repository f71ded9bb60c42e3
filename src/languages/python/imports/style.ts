/** How a server sorts its imports, as its ruff or isort settings say. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { readManifest, type TomlTable, tableAt } from "../project/manifest.js";

export interface ImportStyle {
  /** Whether a blank line parts the kinds of imports; undefined where no setting says so. */
  readonly sections: boolean | undefined;
  /** `import x` and `from x import y` in one order. */
  readonly forceSortWithinSections: boolean;
  readonly orderByType: boolean;
  readonly caseSensitive: boolean;
  /** Relative imports: `.` before `..`. */
  readonly closestFirst: boolean;
  readonly lineLength: number;
  /** Blank lines behind the imports; undefined: two before a function or class, else one. */
  readonly linesAfter: number | undefined;
}

/** Where ruff and isort break lines unless told otherwise. */
const LINE_LENGTH = 88;

/** Reads ruff.toml, .ruff.toml or the tables of pyproject.toml; what they leave open is ruff's default. */
export function importStyleOf(server: Server, files: FileStore): ImportStyle {
  const ruff = ruffTable(server, files);
  const isort = isortTable(server, files);
  const lint = { ...tableAt(ruff, "isort"), ...tableAt(ruff, "lint", "isort") };
  const flag = (name: string, other = false): boolean =>
    boolean(lint[name]) ?? boolean(isort[name.replaceAll("-", "_")]) ?? other;
  const lines = lint["lines-after-imports"] ?? isort.lines_after_imports;
  const length = ruff["line-length"] ?? isort.line_length;
  return {
    sections: sectionsOf(flag("no-sections"), ruff, isort),
    forceSortWithinSections: flag("force-sort-within-sections"),
    orderByType: flag("order-by-type", true),
    caseSensitive: flag("case-sensitive"),
    closestFirst: lint["relative-imports-order"] === "closest-to-furthest",
    lineLength: typeof length === "number" ? length : LINE_LENGTH,
    linesAfter: typeof lines === "number" && lines >= 0 ? lines : undefined,
  };
}

function sectionsOf(none: boolean, ruff: TomlTable, isort: TomlTable): boolean | undefined {
  if (none) return false;
  const lint = tableAt(ruff, "lint");
  const rules = [lint, ruff].flatMap((table) => [table.select, table["extend-select"]]).flat();
  const isSorted = rules.some((rule) => rule === "I" || rule === "ALL" || rule === "I001");
  return isSorted || Object.keys(isort).length > 0 ? true : undefined;
}

function ruffTable(server: Server, files: FileStore): TomlTable {
  for (const name of [".ruff.toml", "ruff.toml"]) {
    const table = tomlOf(join(server.root, name), files);
    if (table) return table;
  }
  const manifest = tomlOf(join(server.root, "pyproject.toml"), files);
  return tableAt(manifest ?? {}, "tool", "ruff");
}

function isortTable(server: Server, files: FileStore): TomlTable {
  const manifest = tomlOf(join(server.root, "pyproject.toml"), files);
  return tableAt(manifest ?? {}, "tool", "isort");
}

function tomlOf(path: string, files: FileStore): TomlTable | undefined {
  const read = files.isFile(path) ? readManifest(path, files) : undefined;
  return read && "manifest" in read ? read.manifest.data : undefined;
}

function boolean(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}
