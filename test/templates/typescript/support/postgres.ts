import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";

/** A PostgreSQL of its own for a test file. */
export interface Postgres {
  readonly url: string;
  /** Runs SQL beside the services. */
  run(sql: string, values?: unknown[]): Promise<unknown[]>;
  close(): Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  const script = fileURLToPath(new URL("../../../support/postgres.mjs", import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", () => undefined);
  return {
    url,
    run: async (sql, values) => (await pool.query(sql, values)).rows,
    close: async () => {
      await pool.end();
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
