import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runCommand } from "../../../templates/typescript/credential-services/commands.js";
import { newKey } from "../../../templates/typescript/credential-services/fernet.js";
import { setFor } from "./support/accounts.js";

const cli = fileURLToPath(
  new URL("../../../templates/typescript/credential-services/cli.ts", import.meta.url),
);

/** Runs the command as a newcomer would: as a program, with the secret through a pipe. */
async function program(args: string[], input: string) {
  const child = spawn(process.execPath, ["--import", "tsx", cli, ...args]);
  let text = "";
  const read = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  child.stdin.end(`${input}\n`);
  const [code] = await once(child, "close");
  return [code, text.trim()];
}

it("accounts are kept in an embedded database", async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "pglite-")), "accounts");
  setFor("DATABASE_URL", `pglite://${folder}`);
  setFor("ENCRYPTION_KEY", newKey());
  const add = ["add", "012345678901", "--alias", "dev", "--access-key-id", "AKIA1"];
  expect(await program(add, "the-secret")).toEqual([0, "added 012345678901 (dev)"]);

  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const terminal = { print, complain: print, askSecret: async () => "" };
  expect(await runCommand(["list"], terminal)).toBe(0);
  setFor("ENCRYPTION_KEY", undefined);
  expect(await runCommand(add, terminal)).toBe(1);
  expect(lines).toEqual([
    "012345678901  aksk      us-east-1       dev",
    "credential_error: ENCRYPTION_KEY is not set",
  ]);
});

it("the program explains itself", async () => {
  const [code, text] = await program([], "");
  expect(code).toBe(2);
  expect(text).toContain("generate-key");
});
