// SPDX-License-Identifier: MIT-0
import { existsSync } from "node:fs";

/**
 * Settings from a file of lines NAME=value, where there is one: the one that FASTMCP_ENV_FILE or
 * MCP_ENV_FILE names, else the usual one. What is set already stays as it is.
 */
export function readEnvFile(usual: string): void {
  const path = process.env["FASTMCP_ENV_FILE"] ?? process.env["MCP_ENV_FILE"] ?? usual;
  if (path === "" || !existsSync(path)) return;
  const { loadEnvFile } = process as { loadEnvFile?: (path: string) => void };
  if (loadEnvFile) loadEnvFile(path);
  else console.error(`entrypoint: ${path} was not read: that takes Node.js 20.12 or newer`);
}
