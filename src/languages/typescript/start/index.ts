/** How a TypeScript or JavaScript server is started. */

import { basename, extname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { ancestorsOf } from "../../../disk/git.js";
import type { Server } from "../../../types.js";
import type { Program, Starting } from "../../starting.js";
import { layoutOf, manifestOf, type PackageJson } from "../project/layout.js";
import { loaderArguments } from "../supply/entrypoint.js";
import { runningOf } from "../supply/running.js";

/** The dependencies are those that lie beside and above the server's own folder. */
export function starting(server: Server, files: FileStore): Starting {
  const manifest = manifestOf(server, files);
  const build = manifest.scripts?.build;
  return {
    own:
      ownProgram(manifest) ?? 'package.json has neither "bin" nor a script "start" to start it by',
    entryPoint: entryPointOf(server, files),
    ...(build === undefined ? {} : { build }),
    bins: [server.root, ...ancestorsOf(server.root)]
      .map((folder) => join(folder, "node_modules/.bin"))
      .filter((folder) => files.isFolder(folder)),
    env: {},
  };
}

/** What people install the server for, else what `npm start` runs. */
function ownProgram({ bin, scripts }: PackageJson): Program | undefined {
  const [path] = typeof bin === "string" ? [bin] : Object.values(bin ?? {});
  if (path !== undefined) return nodeProgram(path);
  return scripts?.start === undefined
    ? undefined
    : { command: "sh", args: ["-c", `exec ${scripts.start}`] };
}

function nodeProgram(path: string): Program {
  const isTyped = /^\.[cm]?tsx?$/.test(extname(path));
  const loader = isTyped ? loaderArguments("tsx") : [];
  return { command: process.execPath, args: [...loader, path] };
}

/** What Node.js runs where the entry point says of itself that it is loaded before the main. */
function preloaded(text: string, { root }: Server): string[] | undefined {
  const [, option, before, main] = /`\S.*? (--require|--import) (\S+) (\S+)`/.exec(text) ?? [];
  return option && before && main ? [option, join(root, before), join(root, main)] : undefined;
}

function entryPointOf(server: Server, files: FileStore): Program | string {
  const { services } = layoutOf(server, files);
  const isEntryPoint = (path: string): boolean =>
    /^entrypoint\.[cm]?[jt]s$/.test(basename(path)) && !path.startsWith(services);
  const source = server.files.find(isEntryPoint);
  if (source === undefined) return "there is no entry point among the sources";
  const running = runningOf(source, server, files);
  if (typeof running === "string") return `the entry point ${running}`;
  const { built, loader } = running;
  const text = files.read(source)?.text ?? "";
  return {
    command: process.execPath,
    args: [...loaderArguments(loader), ...(preloaded(text, server) ?? [built])],
  };
}
