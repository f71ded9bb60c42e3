/** What starts a server: the function of a console script, or a module to run. */

import { basename, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { type TomlTable, tableAt } from "../project/manifest.js";

/** The first entry of [project.scripts], or of poetry's. */
export function scriptOf(data: TomlTable): string | undefined {
  const tables = [tableAt(data, "project", "scripts"), tableAt(data, "tool", "poetry", "scripts")];
  const [first] = tables.flatMap((table) => Object.values(table));
  return typeof first === "string" && /^[\w.]+(?::[\w.]+)?$/.test(first) ? first : undefined;
}

/** The module to run as a script where no entry point is declared, as it is imported from `importRoot` or the root. */
export function mainModule(
  { root, paths }: { readonly root: string; readonly paths: ReadonlySet<string> },
  importRoot: string,
): string | undefined {
  const names = ["server.py", "main.py", "app.py", "__main__.py"];
  const found = names.flatMap((name) => [...paths].filter((path) => basename(path) === name));
  const [path] = found.sort((a, b) => a.length - b.length);
  const only = path ?? (paths.size === 1 ? [...paths][0] : undefined);
  const base = only?.startsWith(`${importRoot}/`) ? importRoot : root;
  return only && dottedPath(base, only.replace(/(?:\/__main__)?\.py$/, ""));
}

const otherServers =
  /^[ \t]*(?:from|import)[ \t]+(hypercorn|granian|gunicorn|daphne|aiohttp\.web)\b/m;
const ownServing = /\.run(?:_\w+)?\(|\bstdio_server\b|\buvicorn\b/;

/**
 * The server of HTTP that the sources hand an application to, where nothing in them starts a transport that the
 * entry point can replace: that one keeps its own port.
 */
export function otherServerOf(paths: Iterable<string>, files: FileStore): string | undefined {
  const texts = [...paths].map((path) => files.read(path)?.text ?? "");
  const found = texts
    .map((text) => otherServers.exec(text)?.[1])
    .find((name) => name !== undefined);
  const withoutIt = (text: string): string =>
    text.replaceAll(/\b(?:asyncio|anyio|trio)\.run\(/g, "");
  return found && texts.some((text) => ownServing.test(withoutIt(text))) ? undefined : found;
}

/** The import path of a module or package below a folder; a `src` right below it is left out. */
export function dottedPath(root: string, path: string): string {
  return relative(root, path)
    .replace(/^src\//, "")
    .replaceAll("/", ".");
}
