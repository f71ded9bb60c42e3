/** SQLite as Node.js brings it, from 22.13. */

import { chmodSync, existsSync, rmSync } from "node:fs";
import type { Value } from "./database.js";
import type { Engine } from "./sqlite.js";

/** What is used of `node:sqlite`, which the types for Node 20 do not know. */
interface NodeSqlite {
  DatabaseSync: new (
    file: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): { all(...values: Value[]): Record<string, unknown>[] };
    close(): void;
  };
}

/** How long a reader or writer of another program is waited for. */
const PATIENCE_MS = 5000;

/** SQLite's name for a database in memory. */
const NOWHERE = ":memory:";

/** What opens the file; it gives undefined where this Node has no SQLite. */
export async function openNodeSqlite(file: string): Promise<() => Engine | undefined> {
  const sqlite = await load();
  return () => sqlite && engineOf(sqlite, file);
}

function engineOf({ DatabaseSync }: NodeSqlite, file: string): Engine {
  const open = (path: string) => {
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}`);
    return database;
  };
  // A file that is not there is made by the first change: where there is one, servers go by it.
  let isNew = !existsSync(file);
  let database = open(isNew ? NOWHERE : file);
  let within = false;
  return {
    query: (sql, values) => database.prepare(sql).all(...values),
    begin: () => {
      if (isNew) {
        database.close();
        database = open(file);
        chmodSync(file, 0o600);
      }
      database.exec("BEGIN IMMEDIATE");
      within = true;
    },
    commit: () => {
      database.exec("COMMIT");
      within = isNew = false;
    },
    rollback: () => {
      if (within) database.exec("ROLLBACK");
      if (within && isNew) {
        database.close();
        rmSync(file);
        database = open(NOWHERE);
      }
      within = false;
    },
    close: () => database.close(),
  };
}

/** Loading it prints that it is experimental, which is no news to who keeps accounts. */
async function load(): Promise<NodeSqlite | undefined> {
  const name: string = "node:sqlite";
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return (await import(name)) as NodeSqlite;
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}
