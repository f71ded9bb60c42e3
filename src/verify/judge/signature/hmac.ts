/** Signature Version 4: HMAC with a key made from the secret, the day, the region and the service. */

import { createHmac } from "node:crypto";

/** The signature of a text as SigV4 makes it. */
export function signHmac(secret: string, scope: readonly string[], text: string): string {
  return hmac(signingKey(secret, scope), text).toString("hex");
}

function signingKey(secret: string, scope: readonly string[]): Buffer {
  return scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
