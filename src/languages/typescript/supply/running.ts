/** How Node.js runs a module of the server: as it is, as the compiler makes it, or by a loader. */

import { dirname, extname, join, relative, sep } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { serverSuffix } from "../imports/style.js";
import { buildCommands } from "../project/build-commands.js";
import { engineOf } from "../project/engine.js";
import { compilerOf, layoutOf, manifestOf } from "../project/layout.js";
import { bundlesOf, holds, mentions } from "./bundler.js";
import { outputRoot } from "./services-place.js";

/** What runs TypeScript as it is, as a package of the server's. */
export type Loader = "tsx" | "ts-node";

export interface Running {
  /** What Node.js is to run, absolute: the source itself where nothing is built. */
  readonly built: string;
  readonly loader?: Loader;
  /** The main, where Node.js runs that itself, with the entry point before it. */
  readonly main?: string;
}

/** How a module beside which the entry point would stand is run; else what prevents it, after its name. */
export function runningOf(source: string, server: Server, files: FileStore): Running | string {
  const isScript = !isTypeScript(source);
  if (isScript && layoutOf(server, files).language === "javascript") {
    const bundle = bundlesOf(server, files).find((each) => mentions(each, server, [source]));
    return bundle ? bundled(bundle.by) : { built: source };
  }
  const built = builtOf(source, server, files);
  const bundle = bundleWith(source, built, server, files);
  if (bundle) return bundled(bundle);
  const lack = lackOfOutput(server, files);
  if (!lack) return { built };
  const loader = isScript ? undefined : loaderOf(source, server, files);
  if (loader) return { built: source, loader };
  const engine = isScript ? undefined : engineOf(server, files);
  if (engine === "node") return { built: source };
  return engine ? runBy(engine) : lack;
}

const engines = { bun: "Bun", deno: "Deno" };

/** Why there is no entry point for what another engine than Node.js runs. */
export function runBy(engine: keyof typeof engines): string {
  return `is run by ${engines[engine]}, which the image for an entry point has not`;
}

function bundled(by: string): string {
  return `becomes part of a bundle (${by}), and the entry point would be no part of it`;
}

function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** Where the compiler puts a source file, or a folder of them; a script itself is not compiled. */
export function builtOf(path: string, server: Server, files: FileStore): string {
  const ending = extname(path);
  if (/^\.[cm]?jsx?$/.test(ending)) return path;
  const compiler = compilerOf(server, files);
  const target =
    path.slice(0, path.length - ending.length) + ending.replace("t", "j").replace("x", "");
  if (!compiler?.outDir) return target;
  return join(compiler.outDir, relative(outputRoot(server, compiler), target));
}

/** The bundler that a module goes through on its way to what is run; undefined where none does. */
function bundleWith(
  source: string,
  built: string,
  server: Server,
  files: FileStore,
): string | undefined {
  const commands = buildCommands(manifestOf(server, files).scripts);
  const compiles = commands.some(
    (command) => /^(?:tsc|tspc|tsgo|swc|babel|nest)\b/.test(command) && !/--noEmit\b/.test(command),
  );
  const isCompiled = compiles && compilerOf(server, files)?.emits !== false;
  const entry = join(dirname(source), "entrypoint.ts");
  return bundlesOf(server, files).find(
    (each) =>
      !holds(each, server, entry) && (!isCompiled || mentions(each, server, [source, built])),
  )?.by;
}

/** Why Node.js cannot run what the server's compiler makes; undefined where it can. */
function lackOfOutput(server: Server, files: FileStore): string | undefined {
  const commands = buildCommands(manifestOf(server, files).scripts);
  const compiler = compilerOf(server, files);
  if (commands.length === 0) return "is TypeScript that no script of package.json compiles";
  if (!compiler) return "is TypeScript, and there is no tsconfig.json to compile it by";
  if (!compiler.emits) return "is TypeScript that the compiler only checks (noEmit)";
  const { packageIsModule } = layoutOf(server, files);
  const { module } = compiler;
  const isEsm = module === undefined || /^node/.test(module) ? packageIsModule : !/^c/.test(module);
  const resolves = commands.some((command) =>
    /tsc-alias|esm-fix|fix-esm|add-js-ext|resolve-tspaths/.test(command),
  );
  return isEsm && !resolves && !serverSuffix(server, files).startsWith(".")
    ? "compiles to ES modules that import each other without endings, as Node.js cannot load them"
    : undefined;
}

/** What the server's own scripts run this module with, where that can run it from an image as well. */
function loaderOf(source: string, server: Server, files: FileStore): Loader | undefined {
  const { scripts = {}, dependencies, devDependencies } = manifestOf(server, files);
  const name = relative(server.root, source).split(sep).join("/");
  const running = Object.entries(scripts).filter(
    ([script, command]) => /^(?:start|serve|dev)(?::|$)/.test(script) && command.includes(name),
  );
  const installed = { ...dependencies, ...devDependencies };
  const uses = (loader: Loader): boolean =>
    installed[loader] !== undefined &&
    running.some(([, command]) => new RegExp(`(?:^|[\\s/])${loader}(?:\\s|$)`).test(command));
  if (uses("tsx")) return "tsx";
  // As a hook of require(), which is all that can be given to Node.js on the command line.
  return uses("ts-node") && !layoutOf(server, files).packageIsModule ? "ts-node" : undefined;
}
