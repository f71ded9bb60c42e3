/** Whether a server's build puts its modules together into bundles, and of which modules. */

import { basename, join, relative, resolve, sep } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { buildCommands } from "../project/build-commands.js";
import { manifestOf } from "../project/layout.js";
import { matches } from "../project/tsconfig-files.js";

export interface Bundle {
  /** The bundler, as people know it. */
  readonly by: string;
  /** What says which modules go in: its command line, its configuration or the script that runs it. */
  readonly settings: string;
}

const names =
  "rollup|esbuild|tsup|tsdown|vite|webpack|ncc|rspack|rsbuild|parcel|unbuild|rolldown|microbundle|pkgroll|bunup|next|nuxt|astro|remix|react-router|wrangler|xmcp|smithery|mastra";
const bundlerCommand = new RegExp(
  `^(?:@[\\w-]+/)?(?:(${names})(?=\\s|$)|(bun|nitro|vercel) build\\b|(nest) build\\b.*--webpack)`,
);
const bundlerImport = new RegExp(
  `(?:from|import|require)\\s*\\(?\\s*["'](?:@[\\w-]+/)?(${names})(?:/[^"']*)?["']|\\b(Bun)\\.build\\(`,
);
const ownScript = /^(?:node|tsx|ts-node|bun)\s+(?:run\s+|-\S+\s+)*(\S+\.[cm]?[jt]s)\b/;

/** The bundles that the server's build makes: by a command, or by a script of its own that loads a bundler. */
export function bundlesOf(server: Server, files: FileStore): Bundle[] {
  return buildCommands(manifestOf(server, files).scripts).flatMap((command): Bundle[] => {
    const by = named(bundlerCommand.exec(command));
    if (by) return [{ by, settings: settingsOf(server, files, by, command) }];
    const script = ownScript.exec(command)?.[1];
    const text = script ? (files.read(resolve(server.root, script))?.text ?? "") : "";
    const loaded = named(bundlerImport.exec(text));
    return loaded ? [{ by: loaded, settings: text }] : [];
  });
}

function named(found: RegExpExecArray | null): string | undefined {
  return found?.slice(1).find((name) => name !== undefined);
}

function settingsOf(server: Server, files: FileStore, by: string, command: string): string {
  const endings = ["js", "mjs", "cjs", "ts", "mts", "cts"];
  const configs = [by, "build"].flatMap((name) =>
    endings.map((ending) => join(server.root, `${name}.config.${ending}`)),
  );
  return [command, ...configs.map((path) => files.read(path)?.text ?? "")].join("\n");
}

/** Whether what a bundle is made of is written out and names one of these files. */
export function mentions({ settings }: Bundle, server: Server, paths: readonly string[]): boolean {
  return paths.some((path) => {
    const name = relative(server.root, path).split(sep).join("/");
    return settings.includes(name.replace(/\.\w+$/, "")) || settings.includes(basename(path));
  });
}

/** Whether a module of its own is made of every file that a pattern finds, this one among them. */
export function holds({ by, settings }: Bundle, server: Server, path: string): boolean {
  const keepsPackages =
    /^(?:tsup|tsdown|unbuild)$/.test(by) ||
    (by === "esbuild" && !/--bundle|bundle\s*:\s*true/.test(settings));
  const patterns = settings.matchAll(/(?<=["'`\s=])(?:\.\/)?(\w[\w./-]*\*[\w./*-]*)/g);
  return (
    keepsPackages &&
    [...patterns].some(([, pattern]) => matches(resolve(server.root, pattern ?? ""), path))
  );
}
