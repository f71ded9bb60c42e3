/**
 * Secrets as the credential services of both languages store them: Fernet tokens (https://github.com/fernet/spec) of the
 * keys in ENCRYPTION_KEY, the newest first.
 */

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { UserError } from "../errors.js";
import { listSetting } from "./settings.js";

// A version byte, the time (8 bytes), an IV (16), AES-128-CBC of the text, and HMAC-SHA256 (32) of all that.
const VERSION = 0x80;
const IV_AT = 9;
const TEXT_AT = 25;
const MAC_BYTES = 32;
const KEY_BYTES = 32;

/** A key, split as the specification says. */
interface Key {
  readonly signing: Buffer;
  readonly encryption: Buffer;
}

/** The keys of ENCRYPTION_KEY. Throws UserError where there is none, or one is no Fernet key. */
export function encryptionKeys(): [Key, ...Key[]] {
  const [newest, ...older] = listSetting("ENCRYPTION_KEY").map(keyFrom);
  if (newest) return [newest, ...older];
  throw new UserError(
    "ENCRYPTION_KEY is not set: it encrypts the secrets of accounts; `accounts generate-key` prints a new one",
  );
}

/** A new key: 32 random bytes in URL-safe base64. */
export function newKey(): string {
  return urlSafe(randomBytes(KEY_BYTES));
}

/** A token of the text. */
export function encrypt(text: string, { signing, encryption }: Key): string {
  const head = Buffer.alloc(IV_AT);
  head.writeUInt8(VERSION, 0);
  head.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000)), 1);
  const iv = randomBytes(TEXT_AT - IV_AT);
  const cipher = createCipheriv("aes-128-cbc", encryption, iv);
  const signed = Buffer.concat([head, iv, cipher.update(text, "utf8"), cipher.final()]);
  return urlSafe(Buffer.concat([signed, macOf(signed, signing)]));
}

/** The text of a token, by the first of the keys that made it; undefined where none did, or the token is damaged. */
export function decrypt(token: string, keys: readonly Key[]): string | undefined {
  for (const key of keys) {
    const text = decryptWith(key, token);
    if (text !== undefined) return text;
  }
  return undefined;
}

function decryptWith({ signing, encryption }: Key, token: string): string | undefined {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length < TEXT_AT + 16 + MAC_BYTES || bytes[0] !== VERSION) return undefined;
  const signed = bytes.subarray(0, -MAC_BYTES);
  if (!timingSafeEqual(macOf(signed, signing), bytes.subarray(-MAC_BYTES))) return undefined;
  const decipher = createDecipheriv("aes-128-cbc", encryption, signed.subarray(IV_AT, TEXT_AT));
  const text = Buffer.concat([decipher.update(signed.subarray(TEXT_AT)), decipher.final()]);
  return text.toString("utf8");
}

function keyFrom(text: string): Key {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length !== KEY_BYTES) {
    throw new UserError(
      "ENCRYPTION_KEY: one of its keys is no Fernet key; `accounts generate-key` prints one",
    );
  }
  return { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) };
}

function macOf(signed: Buffer, key: Buffer): Buffer {
  return createHmac("sha256", key).update(signed).digest();
}

/** With its padding, which Python insists on. */
function urlSafe(bytes: Buffer): string {
  return bytes.toString("base64").replace(/\+/g, "-").replace(/\//g, "_");
}
