import { describe, expect, it } from "vitest";
import { newKey } from "../../../src/accounts/fernet.js";
import { decrypt } from "../../../templates/typescript/credential-services/accounts.js";
import { encrypted } from "./support/registered.js";

// From https://github.com/fernet/spec: generate.json, verify.json.
const KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
const TOKEN =
  "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

describe("Fernet", () => {
  it("reads the token of the specification", () => {
    expect(decrypt(TOKEN, [KEY])).toBe("hello");
  });

  it.each(["", "x", "ключ 鍵 🔑", "a".repeat(4096)])(
    "gives back what it encrypted (%#)",
    (text) => {
      const key = newKey();
      expect(decrypt(encrypted(text, key), [key])).toBe(text);
    },
  );

  it("refuses a token in which any byte was changed", () => {
    const bytes = Buffer.from(TOKEN, "base64url");
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => decrypt(changed.toString("base64url"), [KEY])).toThrow("decrypt");
    }
  });

  it("refuses without a key, with a wrong one, and with one that is none", () => {
    expect(() => decrypt(TOKEN)).toThrow("decrypt");
    expect(() => decrypt(TOKEN, [newKey()])).toThrow("decrypt");
    expect(() => decrypt(TOKEN, ["short"])).toThrow("decrypt");
    expect(() => decrypt(TOKEN, [])).toThrow("decrypt");
  });
});
