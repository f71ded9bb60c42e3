/** Fernet as the credential services read it: https://github.com/fernet/spec. */

import { createCipheriv, createHmac, randomBytes } from "node:crypto";

/** A key: 32 bytes in URL-safe base64. */
export function fernetKey(): string {
  return base64(randomBytes(32));
}

/** A token that holds a text. */
export function encryptFernet(text: string, key: string): string {
  const bytes = Buffer.from(key, "base64url");
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-128-cbc", bytes.subarray(16), iv);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000)));
  const body = [Buffer.from([0x80]), time, iv, cipher.update(text, "utf8"), cipher.final()];
  const mac = createHmac("sha256", bytes.subarray(0, 16)).update(Buffer.concat(body)).digest();
  return base64(Buffer.concat([...body, mac]));
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}
