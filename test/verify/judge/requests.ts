/** Requests signed by the JavaScript SDK's signer, sent as they are. */

import { createHash, createHmac } from "node:crypto";
import { type IncomingMessage, request as send } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credentials, Judge } from "../../../src/verify/judge/index.js";

export interface Asked {
  readonly service?: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** When it is signed: now where it is not said. */
  readonly date?: Date;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A query to STS that asks who the signer is. */
export const whoAmI: Asked = {
  service: "sts",
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
};

/** The request with its signature in the header. */
export async function sign(judge: Judge, keys: Credentials, asked: Asked = whoAmI): Promise<Asked> {
  const signed = await signerOf(keys, asked).sign(toSdk(judge, asked), dateOf(asked));
  return { ...asked, headers: signed.headers };
}

/** The request with its signature in the query. */
export async function presign(
  judge: Judge,
  keys: Credentials,
  asked: Asked,
  expiresIn = 60,
): Promise<Asked> {
  const options = { ...dateOf(asked), expiresIn };
  const signed = await signerOf(keys, asked).presign(toSdk(judge, asked), options);
  return { ...asked, headers: signed.headers, query: signed.query as Record<string, string> };
}

/** Sends a request. `target` replaces path and query, such as by a whole address, as to a proxy. */
export function ask(judge: Judge, asked: Asked, target?: string): Promise<Answered> {
  const { method = "GET", path = "/", query = {}, headers = {}, body } = asked;
  const pairs = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join("="));
  const own = pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
  return new Promise((resolve, reject) => {
    const sent = send(judge.url, { method, path: target ?? own, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    sent.on("error", reject).end(body);
  });
}

function signerOf({ accessKeyId, secretAccessKey, sessionToken }: Credentials, asked: Asked) {
  return new SignatureV4({
    service: asked.service ?? "s3",
    region: "eu-west-1",
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    uriEscapePath: (asked.service ?? "s3") !== "s3",
    sha256: Hash as never,
  });
}

function dateOf({ date }: Asked): { signingDate?: Date } {
  return date ? { signingDate: date } : {};
}

function toSdk(
  judge: Judge,
  { method = "GET", path = "/", query = {}, headers = {}, body }: Asked,
) {
  const { host, hostname, port, protocol } = new URL(judge.url);
  const whole = { host, ...headers };
  return { protocol, hostname, port: Number(port), method, path, query, headers: whole, body };
}

/** SHA-256 as the SDK wants it: with a secret, a keyed hash. */
class Hash {
  readonly #hash;
  constructor(secret?: Uint8Array) {
    this.#hash = secret ? createHmac("sha256", secret) : createHash("sha256");
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}
