/** The judge's socket: plain HTTP on 127.0.0.1, as an endpoint and as a proxy. */

import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { WireAnswer } from "./protocols/wire.js";
import { type AwsRequest, readRequest } from "./request.js";

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Listens on a port that is free.
 * @param answer answers a request
 * @param tunnel is told of each tunnel that is asked for, by its host and port; none is made
 */
export async function listen(
  answer: (request: AwsRequest) => Promise<WireAnswer>,
  tunnel: (host: string) => void,
): Promise<Listening> {
  const server = createServer((message, response) => {
    readRequest(message)
      .then(answer)
      .then((wire) => write(response, wire))
      .catch((error) => writeFailure(response, error));
  });
  server.on("connect", ({ url = "" }, socket: Socket) => {
    tunnel(url);
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => close(server) };
}

/** Without a date, which would make two answers to one question differ. */
function write(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  response.sendDate = false;
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** A client that went away is nobody to answer; anything else is told to the client. */
function writeFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const message = error instanceof Error ? error.message : String(error);
  write(response, { status: 500, headers: { "content-type": "text/plain" }, body: message });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
