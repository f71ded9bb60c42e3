/** The embedded account database: one SQLite file, which the services of both languages read. */

import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { lock } from "../../disk/transaction/lock.js";
import { describeSystemError, isSystemError, UserError } from "../../errors.js";
import { AccountError } from "../errors.js";
import type { Database, Row, Value } from "./database.js";
import type { Missing } from "./open.js";

/** SQLite itself, on one file. What it does not like is thrown as an Error of its own. */
export interface Engine {
  query(sql: string, values: readonly Value[]): Row[];
  /** Between these two all or nothing is written; `begin` sees what others wrote before. */
  begin(): void;
  commit(): void;
  rollback(): void;
  close(): void;
}

/**
 * Opens the file, with Node's own SQLite where it has one (22.13), else with sql.js. A new file is made by the first
 * transaction, and is for this user alone, as its folder is. Throws AccountError.
 */
export async function openSqlite(path: string, missing: Missing): Promise<Database> {
  const file = placeOf(resolve(path), missing);
  const engine = await openEngine(file);
  const query = async (sql: string, values: readonly Value[] = []): Promise<Row[]> =>
    told(file, () => engine.query(sql, values));
  return {
    dialect: "sqlite",
    place: file,
    query,
    transaction: async (work) => {
      // Of two commands one writes, whichever engines they have.
      const unlock = lockOf(file);
      try {
        told(file, () => engine.begin());
        const outcome = await work();
        told(file, () => engine.commit());
        return outcome;
      } catch (error) {
        engine.rollback();
        throw error;
      } finally {
        unlock();
      }
    },
    close: async () => engine.close(),
  };
}

function placeOf(file: string, missing: Missing): string {
  if (existsSync(file)) return realpathSync(file);
  if (missing === "refuse") {
    throw new AccountError(`there is no account database at ${file}: \`accounts add\` makes it`);
  }
  return file;
}

async function openEngine(file: string): Promise<Engine> {
  const { openNodeSqlite } = await import("./node-sqlite.js");
  const own = told(file, await openNodeSqlite(file));
  if (own) return own;
  const { openSqlJs } = await import("./sql-js.js");
  return told(file, await openSqlJs(file));
}

/** A refusal here is of another command that is at work, not of a wrong use of this one. */
function lockOf(file: string): () => void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return lock([`${file}.lock`]);
  } catch (error) {
    if (error instanceof UserError) throw new AccountError(error.message);
    throw new AccountError(`${file}: ${describeSystemError(error)}`);
  }
}

function told<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AccountError) throw error;
    const why = isSystemError(error) ? describeSystemError(error) : (error as Error).message;
    throw new AccountError(`${file}: ${why}`);
  }
}
