/** The calls with which a server begins to serve, by the libraries that have them. */

import { ts } from "../../source/compiler.js";
import { calledName } from "../../source/nodes.js";

export type Transport =
  /** The SDK's own stdio transport, which an entry point replaces. */
  | "stdio"
  /** FastMCP's `start`, which takes any transport. */
  | "fastmcp"
  /** A server of HTTP that the main makes itself. */
  | "http"
  /** A library for MCP servers that chooses for itself. */
  | "library";

export interface Found {
  readonly transport: Transport;
  readonly node: ts.CallExpression | ts.NewExpression;
}

/** How a call of what is not the server's own begins to serve; undefined where it does not. */
export function transportOf(node: ts.CallExpression | ts.NewExpression): Found | undefined {
  const name = calledName(node) ?? "";
  if (name === "StdioServerTransport" || name === "serveStdio") return { transport: "stdio", node };
  if (name === "listen" || name === "serve") return { transport: "http", node };
  if (name !== "start" && name !== "run") return undefined;
  const packages = packagesOf(node.getSourceFile());
  if (name === "start" && packages.includes("fastmcp")) return { transport: "fastmcp", node };
  return packages.some(isServerLibrary) ? { transport: "library", node } : undefined;
}

/** Whether a package is a library for MCP servers that connects them by itself, other than for HTTP alone. */
export function isServerLibrary(name: string): boolean {
  return (
    /mcp/i.test(name) &&
    !/^\.|^@modelcontextprotocol\/|^(?:fastmcp|mcp-handler|@hono\/mcp)$|^@vercel\//.test(name)
  );
}

const known = new WeakMap<ts.SourceFile, readonly string[]>();

/** What a file imports from elsewhere than its own folder. */
function packagesOf(source: ts.SourceFile): readonly string[] {
  const found =
    known.get(source) ??
    ts
      .preProcessFile(source.text, true, true)
      .importedFiles.map(({ fileName }) => fileName)
      .filter((name) => !name.startsWith("."));
  known.set(source, found);
  return found;
}
