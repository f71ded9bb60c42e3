/** A TypeScript server held in memory, for tests of the parts that make up its retrofit. */

import { join } from "node:path";
import { defaults } from "../../src/config/load.js";
import { createFileStore, type FileStore } from "../../src/disk/files.js";
import { loadShell } from "../../src/languages/shell/grammar.js";
import { createEvaluator } from "../../src/languages/typescript/evaluate/evaluate.js";
import { findClients } from "../../src/languages/typescript/findings/index.js";
import { importEdits } from "../../src/languages/typescript/imports/index.js";
import { openProject } from "../../src/languages/typescript/source/parse.js";
import { byFile, insert } from "../../src/plan/edit.js";
import type { Edit, Finding, Server } from "../../src/types.js";

await loadShell();

export const root = "/nowhere/server";

export interface Memory {
  readonly server: Server;
  readonly files: FileStore;
}

/** A server with these files, by their path below its root. */
export function memoryServer(texts: Readonly<Record<string, string>>): Memory {
  const paths = Object.keys(texts).map((path) => join(root, path));
  const planned = new Map(
    Object.entries(texts).map(([path, text]) => [join(root, path), Buffer.from(text)]),
  );
  const manifest = join(root, "package.json");
  return {
    server: {
      language: "typescript",
      root,
      name: "server",
      files: paths.filter((path) => /\.[cm]?[jt]sx?$/.test(path)).sort(),
      ...(paths.includes(manifest) ? { manifest } : {}),
    },
    files: createFileStore().over(planned),
  };
}

/** The findings about AWS clients in a server. */
export function clientsIn({ server, files }: Memory): Finding[] {
  const evaluator = createEvaluator(openProject(server, files));
  return findClients(server, files, evaluator, server.files, defaults.programs, new Map());
}

/** The texts that applying edits gives, by path below the root. */
export function applied(edits: readonly Edit[], { files }: Memory): Record<string, string> {
  return Object.fromEntries(
    [...byFile(edits)].map(([path, own]) => [
      path.slice(root.length + 1),
      insert(files.read(path)?.text ?? "", own),
    ]),
  );
}

/** The changed texts after every fix of every finding, imports included. */
export function mended(memory: Memory): Record<string, string> {
  const fixes = clientsIn(memory).flatMap(({ fix }) => fix ?? []);
  const needs = fixes.flatMap(({ imports }) => imports);
  const imports = importEdits(memory.server, memory.files, needs);
  return applied([...fixes.flatMap(({ edits }) => edits), ...imports], memory);
}
