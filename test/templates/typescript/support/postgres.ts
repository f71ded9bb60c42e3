import pg from "pg";
import { newDatabase } from "../../../support/databases.js";

/** A database of its own for a test file. */
export interface Postgres {
  readonly url: string;
  /** What it is called, and its superuser too. */
  readonly name: string;
  /** Runs SQL beside the services. */
  run(sql: string, values?: unknown[]): Promise<unknown[]>;
  close(): Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  const url = await newDatabase();
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", () => undefined);
  return {
    url,
    name: new URL(url).username,
    run: async (sql, values) => (await pool.query(sql, values)).rows,
    close: () => pool.end(),
  };
}
