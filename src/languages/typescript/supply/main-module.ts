/** The module that starts a server, as source and as Node.js runs it. */

import { join, relative, resolve, sep } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Scan, Server } from "../../../types.js";
import { engineOf } from "../project/engine.js";
import { compilerOf, layoutOf, manifestOf } from "../project/layout.js";
import { sourceAt } from "../project/resolve.js";
import { bundlesOf } from "./bundler.js";
import { loadedBy } from "./import-graph.js";
import { type Beginning, beginningOf } from "./main/beginning.js";
import { fromRoot } from "./paths.js";
import { type Running, runBy, runningOf } from "./running.js";
import { handlerAmong, leadsToTools } from "./starts.js";

export interface MainModule extends Running {
  /** The source file, absolute. */
  readonly source: string;
  /** How it starts the server. */
  readonly beginning: Beginning;
}

/**
 * The server's main: the first of those that `bin`, `start` or `main` of package.json name which leads
 * to the tools, starts them over a transport that an entry point can replace, and can be run. Else the
 * reason why there is none.
 */
export function mainOf(server: Server, files: FileStore, scan: Scan): MainModule | string {
  const lacks: string[] = [];
  for (const source of candidatesFor(server, files)) {
    const main = mainAt(source, server, files, scan);
    if (typeof main !== "string") return main;
    lacks.push(`${fromRoot(server, source)}, which package.json names, ${main}`);
  }
  const handler = handlerAmong(server, files, scan);
  if (handler) return `the tools are served by the Lambda handler in ${fromRoot(server, handler)}`;
  const [bundle] = bundlesOf(server, files);
  if (lacks.length === 0 && engineOf(server, files) === "deno")
    return `the server ${runBy("deno")}`;
  // One that leads to the tools has more to say than one that does not.
  const lack = lacks.find((each) => !each.endsWith(aside)) ?? lacks[0];
  if (lack) return lack;
  return bundle
    ? `what package.json starts is a bundle (${bundle.by}), and the entry point would be no part of it`
    : "package.json names no main module that is among the sources";
}

const aside = "does not lead to the tools";

function mainAt(source: string, server: Server, files: FileStore, scan: Scan): MainModule | string {
  const behind = (path: string): string | undefined => sourceBehind(server, files, path);
  const loaded = loadedBy(source, server, files, behind);
  if (!leadsToTools(loaded, scan)) return aside;
  const running = runningOf(source, server, files);
  if (typeof running === "string") return running;
  const beginning = beginningOf(server, files, { source, running, loaded, sourceBehind: behind });
  return typeof beginning === "string" ? beginning : { source, ...running, beginning };
}

/** The modules that package.json names, those that people install the server for first. */
function candidatesFor(server: Server, files: FileStore): string[] {
  const sources = namesOf(server, files).flatMap(
    (name) => sourceNamed(server, files, resolve(server.root, name)) ?? [],
  );
  return [...new Set(sources)];
}

function namesOf(server: Server, files: FileStore): string[] {
  const { bin, main, scripts = {} } = manifestOf(server, files);
  const bins = typeof bin === "string" ? [bin] : Object.values(bin ?? {});
  const script = /(?:^|\s)(?:node|tsx|ts-node|bun|nodemon)\s(?:.*?\s)?(\S+\.[cm]?[jt]s)\b/;
  const names = Object.keys(scripts).filter((name) => /^(?:start|serve|dev)(?::|$)/.test(name));
  const started = ["start", ...names].flatMap(
    (name) => script.exec(scripts[name] ?? "")?.[1] ?? [],
  );
  return [...bins, ...started, ...(main ? [main] : [])];
}

/** The source that package.json means by a path: of the build's output, or the file itself. */
function sourceNamed(server: Server, files: FileStore, path: string): string | undefined {
  const source = sourceBehind(server, files, path) ?? sourceAt(files, path);
  return source !== undefined && server.files.includes(source) ? source : undefined;
}

/** The source that the build makes a path in its output of. */
function sourceBehind(server: Server, files: FileStore, path: string): string | undefined {
  const { outDir, rootDir } = compilerOf(server, files) ?? {};
  if (!outDir || !path.startsWith(outDir + sep)) return undefined;
  const inside = relative(outDir, path);
  const roots = [rootDir, layoutOf(server, files).sourceRoot, server.root];
  return roots
    .map((root) => root && sourceAt(files, join(root, inside)))
    .find((source) => source !== undefined && server.files.includes(source));
}
