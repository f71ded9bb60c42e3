/**
 * Start this MCP server in a container or from a checkout: `{{START_COMMAND}}`.
 *
 * Runs the server's own main, which connects to stdio, and sees to it that the server then speaks
 * the transport that the environment asks for. Each setting has two names; the first wins:
 *
 *     FASTMCP_TRANSPORT       MCP_TRANSPORT        streamable-http (default) or stdio
 *     FASTMCP_HOST            MCP_HOST             0.0.0.0
 *     FASTMCP_PORT            MCP_PORT             8000
 *     FASTMCP_FLATTEN_SCHEMAS MCP_FLATTEN_SCHEMAS  true: tools/list answers without $ref and without
 *                                                  a nullable anyOf, which gateways cannot read
 *
 * Over HTTP the server answers POST /mcp, stateless, and GET /health. Arguments on the command line
 * are the server's own.
 *
 * A main that only starts when it is run as a script (`require.main === module`) is started with
 * `{{PRELOAD_COMMAND}}` instead.
 */

import { realpathSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

// --- fitted to this server ----------------------------------------------------------------------
{{SDK_IMPORTS}}
import { readSettings } from "{{SERVICES}}/gateway-settings{{EXTENSION}}";
import { useTransport } from "{{SERVICES}}/gateway-transport{{EXTENSION}}";

/** The server's main, relative to this file. */
const SERVER_MAIN = "{{SERVER_MAIN}}";
// ------------------------------------------------------------------------------------------------

async function main(): Promise<void> {
  useTransport(readSettings(process.env), StdioServerTransport, StreamableHTTPServerTransport);
  const script = process.argv[1];
  if (script === undefined || !/^entrypoint\.[cm]?[jt]s$/.test(basename(script))) {
    return; // preloaded: Node runs the server's main itself
  }
  // Many a main asks whether it is the script that was started.
  process.argv[1] = resolve(dirname(realpathSync(script)), SERVER_MAIN);
  await import(SERVER_MAIN);
}

main().catch((error: unknown) => {
  console.error("entrypoint:", error instanceof RangeError ? error.message : error);
  process.exit(error instanceof RangeError ? 2 : 1);
});
