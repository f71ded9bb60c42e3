/**
 * Vitest's global setup of the databases: one PostgreSQL for all test files, started when the first of them asks,
 * and for each that asks a database and a superuser of its own, of the same name.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";

const script = fileURLToPath(new URL("postgres.mjs", import.meta.url));

interface Running {
  /** The URL of a database that is new. */
  create(): Promise<string>;
  stop(): Promise<void>;
}

/** Listens at `TEST_DATABASES`, where every GET answers the URL of a new database. Returns what ends it. */
export default async function setUp(): Promise<() => Promise<void>> {
  let running: Promise<Running> | undefined;
  const server = createServer((_request, response) => {
    running ??= start();
    running
      .then(({ create }) => create())
      .then(
        (url) => response.end(url),
        (error) => response.writeHead(500).end(String(error)),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env["TEST_DATABASES"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    server.close();
    await (await running)?.stop();
  };
}

/** The URL of a new database, as every test may ask for one. */
export async function newDatabase(): Promise<string> {
  const answer = await fetch(process.env["TEST_DATABASES"] ?? "");
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
}

async function start(): Promise<Running> {
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const url = await urlPrintedBy(child);
  // One connection, and so one database made after the other.
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let made = 0;
  return {
    create: async () => {
      const own = Object.assign(new URL(url), {
        username: `tests_${++made}`,
        pathname: `tests_${made}`,
      });
      await client.query(`CREATE ROLE ${own.username} SUPERUSER LOGIN PASSWORD '${own.password}'`);
      await client.query(`CREATE DATABASE ${own.username} OWNER ${own.username}`);
      return own.href;
    },
    stop: async () => {
      await client.end();
      child.stdin?.end();
      await once(child, "exit");
    },
  };
}

/** Throws where the program ends without having printed one. */
async function urlPrintedBy(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("no output");
  const printed = once(createInterface({ input: child.stdout }), "line");
  const ended = once(child, "exit").then(() => {
    throw new Error("PostgreSQL did not start");
  });
  const [line] = (await Promise.race([printed, ended])) as [string];
  // Its end is no failure later on.
  ended.catch(() => undefined);
  return (JSON.parse(line) as { url: string }).url;
}
