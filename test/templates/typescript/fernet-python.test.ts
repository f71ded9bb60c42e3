import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { newKey } from "../../../src/accounts/fernet.js";
import { decrypt } from "../../../templates/typescript/credential-services/accounts.js";
import { ensurePythonEnv } from "../../support/python-env.js";
import { encrypted } from "./support/registered.js";

const SCRIPT = `
import sys
from cryptography.fernet import Fernet
key, token, text = sys.argv[1:]
print(Fernet(key).decrypt(token).decode())
print(Fernet(key).encrypt(text.encode()).decode())
print(Fernet.generate_key().decode())
`;

it("Python's cryptography reads our tokens, and we read its tokens and keys", async () => {
  const requirements = fileURLToPath(new URL("../python/requirements.txt", import.meta.url));
  const python = await ensurePythonEnv(requirements);
  const key = newKey();
  const text = "sécret 鍵";
  const output = execFileSync(python, ["-c", SCRIPT, key, encrypted(text, key), text], {
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  const [decrypted, token = "", theirKey = ""] = output.toString().trim().split("\n");
  expect(decrypted).toBe(text);
  expect(decrypt(token, [key])).toBe(text);
  expect(decrypt(encrypted(text, theirKey), [theirKey])).toBe(text);
});
