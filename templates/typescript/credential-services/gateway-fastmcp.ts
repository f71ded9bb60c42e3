// SPDX-License-Identifier: MIT-0
/**
 * A server made with FastMCP connects through the MCP SDK that FastMCP brings, which the server itself
 * need not list. Whatever transport its main asks for, it is made to connect to that SDK's stdio
 * transport, which the entry point serves.
 */

type Method = (this: unknown, ...args: never[]) => Promise<void>;

/** What this module needs of FastMCP, in every version of it. */
export interface FastMcp {
  FastMCP: { prototype: object };
  FastMCPSession: { prototype: object };
}

/** Has the class of the stdio transport handed over, before FastMCP connects to the first object of it. */
export function onFastMcp(
  { FastMCP, FastMCPSession }: FastMcp,
  use: (transport: never) => void,
): void {
  const server = FastMCP.prototype as { start: Method };
  const session = FastMCPSession.prototype as { connect: Method };
  const { start } = server;
  const { connect } = session;
  let isFirst = true;
  server.start = function () {
    return start.call(this, { transportType: "stdio" } as never);
  };
  session.connect = function (...args) {
    const [transport] = args as unknown as [object];
    if (isFirst) use(transport.constructor as never);
    isFirst = false;
    return connect.apply(this, args);
  };
}
