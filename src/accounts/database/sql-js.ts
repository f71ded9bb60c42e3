/** SQLite in WebAssembly, for a Node.js that brings none: it holds the file in memory, and writes it whole. */

import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import type { InitSqlJsStatic } from "sql.js";
import { packageRoot } from "../../installation.js";
import { AccountError } from "../errors.js";
import type { Engine } from "./sqlite.js";

/** What opens the file. */
export async function openSqlJs(file: string): Promise<() => Engine> {
  const { Database } = await load()();
  const read = () => new Database(existsSync(file) ? settledBytes(file) : null);
  return () => {
    let database = read();
    return {
      query: (sql, values) => {
        const statement = database.prepare(sql, [...values]);
        const rows = [];
        while (statement.step()) rows.push(statement.getAsObject());
        statement.free();
        return rows;
      },
      begin: () => {
        database.close();
        database = read();
      },
      commit: () => replace(file, database.export()),
      rollback: () => {
        database.close();
        database = read();
      },
      close: () => database.close(),
    };
  };
}

/** The file's bytes, unless another program is in the middle of a change, which only its journal could undo. */
function settledBytes(file: string): Uint8Array {
  const open = ["-journal", "-wal"].map((end) => `${file}${end}`).find(hasBytes);
  if (!open) return readFileSync(file);
  throw new AccountError(
    `${open}: another program is writing, or was ended while it was; run again, with Node.js 22.13 or newer if this stays`,
  );
}

function hasBytes(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Puts a whole new file in the place of the old one, so that a reader finds one of the two. */
function replace(file: string, bytes: Uint8Array): void {
  const fresh = `${file}.${process.pid}.new`;
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0o600;
  try {
    writeFileSync(fresh, bytes, { mode });
    const handle = openSync(fresh, "r+");
    fsyncSync(handle);
    closeSync(handle);
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
}

/**
 * The copy that the build made: the module looks beside itself for its WebAssembly, and so is not bundled. When run from
 * the sources, the package's own.
 */
function load(): InitSqlJsStatic {
  const require = createRequire(import.meta.url);
  const isBuilt = import.meta.url.endsWith(".js");
  return require(isBuilt ? `${packageRoot}dist/sql-wasm.cjs` : "sql.js");
}
