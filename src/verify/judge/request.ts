/** A request as it came over the wire. */

import type { IncomingMessage } from "node:http";

export interface AwsRequest {
  readonly method: string;
  /** The host that was meant, with its port. */
  readonly host: string;
  /** As sent: percent-encoded. */
  readonly path: string;
  /** Decoded, in the order sent. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Path and query, as sent. */
  readonly target: string;
  /** The values of a header by its lower-case name; several are joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  /** As sent: still in chunks where it is `aws-chunked`. */
  readonly body: Buffer;
  /** Whether the request line names a whole address, as it does to a proxy. */
  readonly proxied: boolean;
}

/** Reads a request to its end. */
export async function readRequest(message: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const headers = readHeaders(message.rawHeaders);
  const address = /^https?:\/\/([^/?]*)(.*)$/i.exec(message.url ?? "/");
  const target = (address ? address[2] : message.url) || "/";
  const [path = "", ...rest] = target.split("?");
  return {
    method: message.method ?? "GET",
    host: headers.get("host") ?? address?.[1] ?? "",
    path: path || "/",
    query: readForm(rest.join("?")),
    target,
    headers,
    body: Buffer.concat(chunks),
    proxied: address !== null,
  };
}

/** The first value of a query parameter. */
export function queryValue(request: AwsRequest, name: string): string | undefined {
  return request.query.find(([each]) => each === name)?.[1];
}

/** The pairs of a query or a form. A plus is a plus: AWS clients write spaces as %20. */
export function readForm(text: string): [name: string, value: string][] {
  const pairs = text.split("&").filter((pair) => pair !== "");
  return pairs.map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [decode(name), decode(value.join("="))];
  });
}

/** Decodes percent-encoding; a text with broken encoding stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    const value = raw[index + 1] ?? "";
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}
