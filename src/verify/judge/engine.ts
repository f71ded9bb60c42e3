/** Another engine behind the judge, such as moto's server: it gets each request as it came, once its signature is right. */

import { request as send } from "node:http";
import type { WireAnswer } from "./protocols/wire.js";
import type { AwsRequest } from "./request.js";

/** Headers that belong to one connection. */
const ofConnection = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "proxy-connection",
  "expect",
]);

/**
 * Passes a request on. Moto keeps accounts apart by the header `x-moto-account-id`.
 * Rejects where the engine cannot be reached.
 */
export function askEngine(
  engine: string,
  request: AwsRequest,
  accountId: string,
): Promise<WireAnswer> {
  const kept = [...request.headers].filter(([name]) => !ofConnection.has(name));
  const headers = { ...Object.fromEntries(kept), "x-moto-account-id": accountId };
  const { method, target, body } = request;
  return new Promise((resolve, reject) => {
    const sent = send(new URL(engine), { method, path: target, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const answered = Object.entries(response.headers).filter(([name]) => !ofConnection.has(name));
      resolve({
        status: response.statusCode ?? 502,
        headers: Object.fromEntries(answered.map(([name, value]) => [name, String(value)])),
        body: Buffer.concat(chunks),
      });
    });
    sent.on("error", reject).end(body);
  });
}
