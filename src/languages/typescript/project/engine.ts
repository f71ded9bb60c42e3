/** What runs a server's TypeScript as it is: Node.js by taking the types off, Bun or Deno. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { bareCommand } from "./build-commands.js";
import { readJson } from "./json.js";
import { commandsOfScript } from "./script-words.js";

export type Engine = "node" | "bun" | "deno";

/** The names of Deno's own manifest. */
const denoManifests = ["deno.json", "deno.jsonc"];

interface Started {
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly tasks?: Readonly<Record<string, string | { readonly command?: string }>>;
}

/** What the server's scripts, its `bin` or a manifest of Deno's say; undefined where none runs TypeScript as it is. */
export function engineOf(server: Server, files: FileStore): Engine | undefined {
  const manifest = (server.manifest && readJson<Started>(files, server.manifest)) || {};
  if (denoManifestOf(server, files) && !manifest.scripts) return "deno";
  const { bin, scripts = {} } = manifest;
  const starting = Object.entries(scripts).filter(([name]) =>
    /^(?:start|serve|dev)(?::|$)/.test(name),
  );
  const engines = starting.flatMap(([, script]) => enginesIn(script));
  const [path = ""] = typeof bin === "string" ? [bin] : Object.values(bin ?? {});
  const shebang = /^#!.*\b(bun|deno|node)\b/.exec(files.read(join(server.root, path))?.text ?? "");
  const ofBin = /\.[cm]?ts$/.test(path) ? (shebang?.[1] as Engine | undefined) : undefined;
  return ofBin ?? engines[0];
}

/** The path of Deno's manifest, where there is one. */
export function denoManifestOf({ root }: Server, files: FileStore): string | undefined {
  return denoManifests.map((name) => join(root, name)).find((path) => files.isFile(path));
}

const engines: Readonly<Record<string, Engine>> = { node: "node", bun: "bun", deno: "deno" };
/** What has Node.js load TypeScript by a package. */
const loaders = /^(?:tsx|ts-node|ts-node\/.*|tsx\/.*|@swc-node\/.*|esbuild-register.*|jiti.*)$/;

function enginesIn(script: string): Engine[] {
  return commandsOfScript(script).flatMap((words) => {
    const [program = "", ...rest] = bareCommand(words);
    const engine = engines[program];
    const isTyped = rest.some((word) => /\.[cm]?tsx?$/.test(word));
    const isLoaded = rest.some((word) => loaders.test(word.replace(/^--?\w+=/, "")));
    return engine && isTyped && !isLoaded ? [engine] : [];
  });
}
