// SPDX-License-Identifier: MIT-0
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { CredentialDecryptionError } from "./errors.js";
import { listSetting } from "./settings.js";

// Fernet, as in https://github.com/fernet/spec: a version byte, the time (8 bytes), an IV (16),
// AES-128-CBC of the text, and HMAC-SHA256 (32) of all that. Python's `cryptography` reads it too.
const VERSION = 0x80;
const IV_AT = 9;
const TEXT_AT = 25;
const MAC_BYTES = 32;

/** ENCRYPTION_KEY: a Fernet key, or several separated by commas, the newest first. */
function encryptionKeys(): string[] {
  const keys = listSetting("ENCRYPTION_KEY");
  if (keys === undefined) throw new CredentialDecryptionError("ENCRYPTION_KEY is not set");
  return keys;
}

/** A new Fernet key: 32 random bytes in URL-safe base64. */
export function newKey(): string {
  return urlSafe(randomBytes(32));
}

/** Encrypts a text with the newest key. Throws CredentialDecryptionError without a usable one. */
export function encrypt(text: string, [newest = ""] = encryptionKeys()): string {
  const { signing, encryption } = halvesOf(newest);
  const head = Buffer.alloc(IV_AT);
  head.writeUInt8(VERSION, 0);
  head.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000)), 1);
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-128-cbc", encryption, iv);
  const signed = Buffer.concat([head, iv, cipher.update(text, "utf8"), cipher.final()]);
  return urlSafe(Buffer.concat([signed, macOf(signed, signing)]));
}

/** Decrypts a token with the first key that fits. Throws CredentialDecryptionError if none does. */
export function decrypt(token: string, keys = encryptionKeys()): string {
  for (const key of keys) {
    const text = decryptWith(key, token);
    if (text !== undefined) return text;
  }
  throw new CredentialDecryptionError("no key of ENCRYPTION_KEY decrypts the stored secret");
}

/** The text, or undefined where the token is damaged or was made with another key. */
function decryptWith(key: string, token: string): string | undefined {
  const { signing, encryption } = halvesOf(key);
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length < TEXT_AT + 16 + MAC_BYTES || bytes[0] !== VERSION) return undefined;
  const signed = bytes.subarray(0, -MAC_BYTES);
  if (!timingSafeEqual(macOf(signed, signing), bytes.subarray(-MAC_BYTES))) return undefined;
  const decipher = createDecipheriv("aes-128-cbc", encryption, signed.subarray(IV_AT, TEXT_AT));
  const text = Buffer.concat([decipher.update(signed.subarray(TEXT_AT)), decipher.final()]);
  return text.toString("utf8");
}

function halvesOf(key: string): { signing: Buffer; encryption: Buffer } {
  const bytes = Buffer.from(key, "base64url");
  if (bytes.length !== 32) throw new CredentialDecryptionError("ENCRYPTION_KEY is no Fernet key");
  return { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) };
}

function macOf(signed: Buffer, key: Buffer): Buffer {
  return createHmac("sha256", key).update(signed).digest();
}

/** URL-safe base64 with its padding, which Python insists on. */
function urlSafe(bytes: Buffer): string {
  return bytes.toString("base64").replace(/\+/g, "-").replace(/\//g, "_");
}
