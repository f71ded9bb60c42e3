/** Who signed a request, or why nobody did who may. */

import type { Keys } from "../keys.js";
import { type IssuedKey, signerOf } from "../keys.js";
import type { AwsRequest } from "../request.js";
import type { Scheme, Signer } from "../types.js";
import { stringToSign } from "./canonical.js";
import { isSignedEcdsa } from "./ecdsa.js";
import { signHmac } from "./hmac.js";
import { checkPayload, signedPayload } from "./payload.js";
import { readSigned, type Signed } from "./signed.js";
import { readVersion2, type Version2 } from "./version2.js";

/** AWS's names for what is wrong with a request's signature. */
export type SignatureRefusal =
  | "MissingAuthenticationToken"
  | "InvalidClientTokenId"
  | "InvalidToken"
  | "ExpiredToken"
  | "RequestExpired"
  | "RequestTimeTooSkewed"
  | "SignatureDoesNotMatch"
  | "XAmzContentSHA256Mismatch";

export interface Checked {
  readonly scheme: Scheme;
  readonly signer?: Signer;
  readonly refusal?: SignatureRefusal;
  readonly claimedKeyId?: string;
  readonly token?: string;
  /** As the signature's scope says. */
  readonly region?: string;
  readonly service?: string;
  /** The body's content, taken out of its chunks. */
  readonly body: Buffer;
}

/** How far a client's clock may be off, in milliseconds, as with AWS. */
const SKEW = 15 * 60_000;

/** Checks a request's signature, whichever kind it has, with the keys that were issued. */
export function checkSignature(request: AwsRequest, keys: Keys): Checked {
  const { body } = request;
  const signed = readSigned(request);
  if (signed) return checkVersion4(request, signed, keys);
  const old = readVersion2(request);
  if (old) return checkVersion2(request, old, keys);
  const token = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token === undefined) return { scheme: "none", refusal: "MissingAuthenticationToken", body };
  const signer = keys.bearer(token);
  const claim = { scheme: "bearer", claimedKeyId: token, body } as const;
  return signer ? { ...claim, signer } : { ...claim, refusal: "InvalidToken" };
}

function checkVersion4(request: AwsRequest, signed: Signed, keys: Keys): Checked {
  const { keyId, token, region, service, algorithm, inQuery } = signed;
  const claim = {
    scheme: `${algorithm === "AWS4-HMAC-SHA256" ? "sigv4" : "sigv4a"}${inQuery ? "-query" : ""}`,
    claimedKeyId: keyId,
    ...(token !== undefined && { token }),
    region,
    service,
    body: request.body,
  } as const;
  const key = keys.find(keyId);
  const refusal = refusalOfKey(key, token) ?? refusalOfTime(signed);
  if (!key || refusal) return { ...claim, refusal: refusal ?? "InvalidClientTokenId" };
  const said = signedPayload(request, signed);
  const isSigned = (text: string, signature: string) =>
    algorithm === "AWS4-HMAC-SHA256"
      ? signHmac(key.secretAccessKey, signed.scope, text) === signature
      : isSignedEcdsa(key, text, signature);
  const right =
    signed.headers.includes("host") &&
    isSigned(stringToSign(request, signed, said), signed.signature);
  if (!right) return { ...claim, refusal: "SignatureDoesNotMatch" };
  const payload = checkPayload(request, signed, said, isSigned);
  if (payload.refusal) return { ...claim, refusal: payload.refusal };
  return { ...claim, body: payload.data, signer: signerOf(key) };
}

function checkVersion2(request: AwsRequest, old: Version2, keys: Keys): Checked {
  const { scheme, keyId, token } = old;
  const claim = {
    scheme,
    claimedKeyId: keyId,
    ...(token !== undefined && { token }),
    ...(scheme === "s3-query" && { service: "s3" }),
    body: request.body,
  };
  const key = keys.find(keyId);
  const late = old.expires !== undefined && !(Date.now() <= old.expires);
  const refusal = refusalOfKey(key, token) ?? (late ? "RequestExpired" : undefined);
  if (!key || refusal) return { ...claim, refusal: refusal ?? "InvalidClientTokenId" };
  if (old.sign(key.secretAccessKey) !== old.signature) {
    return { ...claim, refusal: "SignatureDoesNotMatch" };
  }
  return { ...claim, signer: signerOf(key) };
}

function refusalOfKey(
  key: IssuedKey | undefined,
  token: string | undefined,
): SignatureRefusal | undefined {
  if (!key) return "InvalidClientTokenId";
  if (key.sessionToken !== token) return "InvalidToken";
  return key.expires !== undefined && key.expires < Date.now() ? "ExpiredToken" : undefined;
}

function refusalOfTime({ date, scope, expires }: Signed): SignatureRefusal | undefined {
  const time = Date.parse(date.replace(/^(....)(..)(..T..)(..)/, "$1-$2-$3:$4:"));
  const age = Date.now() - time;
  if (scope[0] !== date.slice(0, 8)) return "SignatureDoesNotMatch";
  if (expires === undefined) return Math.abs(age) <= SKEW ? undefined : "RequestTimeTooSkewed";
  return age >= -SKEW && age <= expires * 1000 ? undefined : "RequestExpired";
}
