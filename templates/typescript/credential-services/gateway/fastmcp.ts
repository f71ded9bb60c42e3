// SPDX-License-Identifier: MIT-0
// A server made with FastMCP connects through the MCP SDK that FastMCP brings, which the server itself
// need not list. Whatever transport its main asks for, it is made to connect to that SDK's stdio
// transport, which the entry point serves.
import type { LateSdk, Sdk } from "./transport.js";

type Method = (this: unknown, ...args: never[]) => Promise<void>;

/** What this module needs of FastMCP, in every version of it. */
export interface FastMcp {
  FastMCP: { prototype: object };
  FastMCPSession: { prototype: object };
}

/** The class of the stdio transport, once FastMCP connects to the first object of it. */
export function transportOf({ FastMCP, FastMCPSession }: FastMcp): LateSdk {
  return {
    whenUsed(use) {
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
        const StdioServerTransport = transport.constructor as never;
        if (isFirst) use({ StdioServerTransport } as Sdk);
        isFirst = false;
        return connect.apply(this, args);
      };
    },
  };
}
