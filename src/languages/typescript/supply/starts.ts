/** Whether a module is one that starts the server, by what it leads to. */

import type { FileStore } from "../../../disk/files.js";
import type { Scan, Server } from "../../../types.js";
import { productionFiles } from "../project/server-files.js";
import { type Loaded, loadedBy } from "./import-graph.js";

/** What a module lacks, going by all that it loads, to start the tools over stdio; undefined for nothing. */
export function startsOver(loaded: readonly Loaded[], scan: Scan): string | undefined {
  if (!leadsToTools(loaded, scan)) return "does not lead to the tools";
  return loaded.some(connectsStdio)
    ? undefined
    : "connects to no StdioServerTransport, the only one that an entry point can replace";
}

function leadsToTools(loaded: readonly Loaded[], scan: Scan): boolean {
  const tools = filesOf(scan);
  if (loaded.some(({ file }) => tools.has(file))) return true;
  // Some servers load every file of a folder, which no import names.
  return loaded.some(loadsUnnamed) && loaded.some(({ packages }) => packages.some(isServerLibrary));
}

function filesOf({ tools }: Scan): ReadonlySet<string> {
  return new Set(
    tools.flatMap(({ place, registration }) => [place.file, registration?.file ?? place.file]),
  );
}

function loadsUnnamed({ text, packages }: Loaded): boolean {
  return packages.includes("mcp-framework") || /\b(?:import|require)\(\s*(?!["'`\s)])/.test(text);
}

function isServerLibrary(name: string): boolean {
  return /^@modelcontextprotocol\/(?:sdk\/server|server)|^(?:fastmcp|mcp-framework)$/.test(name);
}

/** By itself, or by a library for MCP servers other than those that serve HTTP alone. */
function connectsStdio({ text, packages }: Loaded): boolean {
  return (
    /\b(?:StdioServerTransport|serveStdio)\b/.test(text) ||
    packages.some(
      (name) =>
        /mcp/i.test(name) &&
        !/^@modelcontextprotocol\/|^(?:mcp-handler|@hono\/mcp|@vercel\/)/.test(name),
    )
  );
}

/** The module whose exported handler a cloud function calls, where the tools are served by one. */
export function handlerAmong(server: Server, files: FileStore, scan: Scan): string | undefined {
  const tools = filesOf(scan);
  const exported =
    /\bexport\s+(?:const|let|(?:async\s+)?function)\s+handler\b|\bexports\.handler\s*=/;
  return productionFiles(server).find(
    (path) =>
      exported.test(files.read(path)?.text ?? "") &&
      loadedBy(path, server, files, () => undefined).some(({ file }) => tools.has(file)),
  );
}
