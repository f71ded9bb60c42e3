/**
 * Start this MCP server in a container or from a checkout: `{{START_COMMAND}}`.
 *
 * Runs the server's own main and sees to it that the server then speaks the transport that the
 * environment asks for. Each setting has two names; the first wins:
 *
 *     FASTMCP_TRANSPORT       MCP_TRANSPORT        streamable-http (default) or stdio
 *     FASTMCP_HOST            MCP_HOST             0.0.0.0
 *     FASTMCP_PORT            MCP_PORT             8000
 *     FASTMCP_FLATTEN_SCHEMAS MCP_FLATTEN_SCHEMAS  true: tools/list answers without $ref and without
 *                                                  a nullable anyOf, which gateways cannot read
 *     FASTMCP_ENV_FILE        MCP_ENV_FILE         a file of settings, by default `.env` at the server's
 *                                                  root; what the environment sets comes first
 *     FASTMCP_ALLOWED_HOSTS   MCP_ALLOWED_HOSTS    names that the server is called by, beside its
 *                                                  addresses and localhost
 *     FASTMCP_ALLOWED_ORIGINS MCP_ALLOWED_ORIGINS  pages that may call, beside this machine's
 *     FASTMCP_MAX_BODY_BYTES  MCP_MAX_BODY_BYTES   4194304
 *     FASTMCP_TOKEN_ISSUER    MCP_TOKEN_ISSUER     whose tokens callers must bring (with AUDIENCE;
 *     FASTMCP_TOKEN_AUDIENCE  MCP_TOKEN_AUDIENCE   JWKS_URL where the issuer's OpenID configuration
 *     FASTMCP_TOKEN_JWKS_URL  MCP_TOKEN_JWKS_URL   does not name its keys)
 *
 * Over HTTP the server answers POST /mcp, stateless, GET /health and GET /ping. It does not start
 * while accounts are configured and nothing says who may name them: ALLOWED_TARGET_ACCOUNTS,
 * TARGET_ACCOUNTS_CLAIM or setAccountRule. Arguments on the command line are the server's own.
 */

import { realpathSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { readEnvFile, readSettings, tellMain, useTransport } from "{{SERVICES}}/gateway/transport{{EXTENSION}}";

// --- fitted to this server ----------------------------------------------------------------------
{{SDK_IMPORTS}}

/** The server's main, relative to this file. */
const SERVER_MAIN = "{{SERVER_MAIN}}";
/** The server's root, relative to this file. */
const SERVER_ROOT = "{{SERVER_ROOT}}";
/** What the main asks for to start: arguments that come first, and variables that count where they are not set. */
const SERVER_ARGUMENTS = "{{SERVER_ARGUMENTS}}";
const SERVER_VARIABLES = "{{SERVER_VARIABLES}}";
// ------------------------------------------------------------------------------------------------

async function main(): Promise<void> {
  const script = process.argv[1];
  // Preloaded or not: the server's main is beside this file.
  const folder = script === undefined ? undefined : dirname(realpathSync(script));
  if (folder !== undefined) readEnvFile(resolve(folder, SERVER_ROOT, ".env"));
  useTransport(readSettings(process.env), sdk);
  tellMain(SERVER_ARGUMENTS, SERVER_VARIABLES);
  if (script === undefined || folder === undefined || !/^entrypoint\.[cm]?[jt]s$/.test(basename(script))) {
    return; // preloaded: Node runs the server's main itself
  }
  // Many a main asks whether it is the script that was started.
  process.argv[1] = resolve(folder, SERVER_MAIN);
  await import(SERVER_MAIN);
}

main().catch((error: unknown) => {
  console.error("entrypoint:", error instanceof RangeError ? error.message : error);
  process.exit(error instanceof RangeError ? 2 : 1);
});
