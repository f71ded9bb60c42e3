/** The commands in a terminal: what is asked, and what is not shown. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { newKey } from "../../src/accounts/fernet.js";
import { programPath } from "../support/program.js";
import { findPython } from "../support/python-env.js";
import { ACCESS_KEY_ID, ended, KEYS, newOwner, type Owner } from "./support.js";

const script = fileURLToPath(new URL("terminal.py", import.meta.url));

function typing(text: string, owner: Owner, ...args: string[]) {
  const program = [process.execPath, programPath, "accounts", ...args];
  const env = { ...owner.env, CI: "" };
  return ended(findPython() ?? "", [script, text, ...program], { cwd: owner.home, env });
}

test("a secret is asked for and not shown", async () => {
  const owner = newOwner({ ENCRYPTION_KEY: newKey() });
  const add = ["add", KEYS, "--access-key-id", ACCESS_KEY_ID];
  const { code, stdout } = await typing("top-secret\\r", owner, ...add);
  expect(code).toBe(0);
  expect(stdout).toContain("Secret access key");
  expect(stdout).toContain(`added ${KEYS}`);
  expect(stdout).not.toContain("top-secret");
  expect(await typing("\\x03", owner, ...add)).toMatchObject({ code: 130 });
});

test("profiles are added after a yes, and not after a no", async () => {
  const owner = newOwner();
  mkdirSync(join(owner.home, ".aws"));
  const profile = "[profile dev]\nrole_arn = arn:aws:iam::222222222222:role/mcp\n";
  writeFileSync(join(owner.home, ".aws/config"), profile);
  const refused = await typing("n", owner, "import-profiles");
  expect(refused.stdout).toContain("Write 1 account?");
  expect(refused.code).toBe(130);
  expect(await owner.run(["list"])).toMatchObject({ code: 1 });
  expect(await typing("y", owner, "import-profiles")).toMatchObject({ code: 0 });
  expect((await owner.run(["list"])).stdout).toContain("222222222222");
});
