/** How a main starts the server, and what the entry point has to do for it. */

import { dirname, resolve } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import type { Server } from "../../../../types.js";
import { libraries } from "../../forms/libraries.js";
import { classesOf, ownStartWords } from "../../forms/library-queries.js";
import { manifestOf } from "../../project/layout.js";
import type { Loaded } from "../import-graph.js";
import { allowsNode } from "../node-range.js";
import { fromRoot } from "../paths.js";
import { builtOf, type Running } from "../running.js";
import { type Begun, searchFor } from "./search.js";
import type { Form } from "./world.js";

export interface Beginning {
  /** Whose stdio transport the entry point replaces. */
  readonly connects: "sdk" | "fastmcp";
  readonly form: Form;
  /** What the main asks for to start. */
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

export interface Candidate {
  readonly source: string;
  readonly running: Running;
  readonly loaded: readonly Loaded[];
  /** The source that the build makes a path in its output of. */
  sourceBehind(path: string): string | undefined;
}

/** How a main begins; else what it lacks to be the one that an entry point starts. */
export function beginningOf(
  server: Server,
  files: FileStore,
  { source, running, loaded, sourceBehind }: Candidate,
): Beginning | string {
  const { loader, built } = running;
  const runAs = (file: string): string => (loader ? file : builtOf(file, server, files));
  const search = searchFor(server, files, {
    source,
    built,
    runAs,
    resolveFrom: (project) => (file, specifier) =>
      (specifier.startsWith(".") ? sourceBehind(resolve(dirname(file), specifier)) : undefined) ??
      project.resolveImport(file, specifier),
  });
  const begun = search.begins(({ transport }) => transport !== "http");
  if (!begun) {
    const http = search.begins(({ transport }) => transport === "http");
    return http ? servesItself(server, http) : lackOf(loaded);
  }
  const { transport } = begun.start;
  if (transport === "fastmcp" && loaded.some(asksWhoCalls)) {
    return "has FastMCP ask who calls (`authenticate`), which only FastMCP's own HTTP does";
  }
  if (begun.world.form === "preloaded" && loaded.some(asksImportMeta)) {
    if (!allowsNode(manifestOf(server, files).engines?.node, 24)) {
      return "starts only where `import.meta.main` is true, which Node.js has from version 24.2 on";
    }
  }
  return { connects: transport === "fastmcp" ? "fastmcp" : "sdk", ...toldIn(begun) };
}

function toldIn({ world }: Begun): Omit<Beginning, "connects"> {
  const { NODE_ENV: _always, ...variables } = world.env;
  return { form: world.form, args: world.args, variables };
}

/** An option of a server that only its library's own HTTP heeds. */
const ownHttp = libraries.flatMap((library) =>
  (library.editions ?? []).flatMap(({ httpOptions = [] }) =>
    httpOptions.length > 0
      ? new RegExp(
          `\\bnew (?:${classesOf(library).join("|")})\\b[^]*\\b(?:${httpOptions.join("|")})\\s*[,:(]`,
        )
      : [],
  ),
);

function asksWhoCalls({ text }: Loaded): boolean {
  return ownHttp.some((pattern) => pattern.test(text));
}

function asksImportMeta({ text }: Loaded): boolean {
  return /\bimport\.meta\.main\b/.test(text);
}

function servesItself(server: Server, { start }: Begun): string {
  const { node } = start;
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  const place = `${fromRoot(server, source.fileName)}:${line + 1}`;
  return `serves HTTP itself (${place}) and connects to no StdioServerTransport, the only one that an entry point can replace`;
}

const connecting = new RegExp(`\\b(?:${ownStartWords.join("|")})\\b`);

function lackOf(loaded: readonly Loaded[]): string {
  return loaded.some(({ text }) => connecting.test(text))
    ? "only exports what others start the server with: nothing in it starts one when it is loaded, as a library's"
    : "connects to no StdioServerTransport, the only one that an entry point can replace";
}
