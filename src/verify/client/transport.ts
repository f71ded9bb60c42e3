/** MCP over the standard input and output of a process that we started ourselves. */

import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import type { Running } from "../start/process.js";

export interface StdioTransport extends Transport {
  /** The first line on standard output that was no message. */
  noise(): string | undefined;
}

/** A client's transport. Closing it does not end the process: whoever started it does. */
export function stdioTransport({ child, ended }: Running): StdioTransport {
  let noise: string | undefined;
  const transport: StdioTransport = {
    noise: () => noise,
    async start() {
      eachLine(child.stdout, (line) => {
        const message = parsed(line);
        if (message) transport.onmessage?.(message);
        else noise ??= line;
      });
      void ended.then(() => transport.onclose?.());
    },
    send: (message) =>
      new Promise((resolve, reject) => {
        child.stdin.write(`${JSON.stringify(message)}\n`, (error) =>
          error ? reject(error) : resolve(),
        );
      }),
    async close() {
      transport.onclose?.();
    },
  };
  return transport;
}

function eachLine(stream: NodeJS.ReadableStream, use: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") use(line);
  });
}

function parsed(line: string): JSONRPCMessage | undefined {
  try {
    const message = JSON.parse(line);
    return message?.jsonrpc === "2.0" ? message : undefined;
  } catch {
    return undefined;
  }
}
