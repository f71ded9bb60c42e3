/**
 * Signature Version 4a: ECDSA on the curve P-256, with a key pair that both sides derive from the access key
 * by the counter-mode KDF of NIST SP 800-108, as AWS's common runtime does (aws-c-auth, key_derivation.c).
 */

import { createECDH, createHmac, createPublicKey, type KeyObject, verify } from "node:crypto";

const ALGORITHM = "AWS4-ECDSA-P256-SHA256";
/** The order of the curve, less two: a candidate above it is thrown away. */
const HIGHEST = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f");

/** Whether the holder of the key made this signature of the text. */
export function isSignedEcdsa(
  key: { readonly accessKeyId: string; readonly secretAccessKey: string },
  text: string,
  signature: string,
): boolean {
  const publicKey = publicKeyOf(privateKeyOf(key.accessKeyId, key.secretAccessKey));
  return verify("sha256", Buffer.from(text), publicKey, Buffer.from(signature, "hex"));
}

function privateKeyOf(accessKeyId: string, secret: string): Buffer {
  for (let counter = 1; counter < 255; counter++) {
    const candidate = BigInt(`0x${derive(accessKeyId, secret, counter)}`);
    if (candidate <= HIGHEST) {
      return Buffer.from((candidate + 1n).toString(16).padStart(64, "0"), "hex");
    }
  }
  throw new Error("no key can be derived from this access key");
}

function derive(accessKeyId: string, secret: string, counter: number): string {
  const one = Buffer.from([0, 0, 0, 1]);
  const bits = Buffer.from([0, 0, 1, 0]);
  const label = Buffer.concat([Buffer.from(ALGORITHM), Buffer.from([0])]);
  const context = Buffer.concat([Buffer.from(accessKeyId), Buffer.from([counter])]);
  return createHmac("sha256", `AWS4A${secret}`)
    .update(Buffer.concat([one, label, context, bits]))
    .digest("hex");
}

function publicKeyOf(privateKey: Buffer): KeyObject {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(privateKey);
  const point = curve.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((each) =>
    each.toString("base64url"),
  );
  return createPublicKey({
    key: { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" },
    format: "jwk",
  });
}
