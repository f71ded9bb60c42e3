/** A test of the account context, for the server's own test runner. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { NewFile, Server } from "../../../types.js";
import { fill, sourceTemplates, templateNames, templateText } from "../../supply/templates.js";
import { serverSuffix } from "../imports/style.js";
import { layoutOf, manifestOf } from "../project/layout.js";
import { isTestFile } from "../project/server-files.js";
import { relativeModule } from "./paths.js";

type Runner = "vitest" | "jest" | "node";

/** The test as a file beside the server's other tests; none without a runner, or for JavaScript servers. */
export function accountTestFor(server: Server, files: FileStore): NewFile[] {
  const runner = runnerOf(server, files);
  const layout = layoutOf(server, files);
  const folder = join(sourceTemplates, "typescript", "account-context.test");
  const header = `${runner}.header.ts`;
  if (!runner || layout.language === "javascript" || !templateNames(folder).includes(header))
    return [];
  const path = join(testFolder(server, layout.sourceRoot), "account-context.test.ts");
  const suffix = serverSuffix(server, files);
  const values = new Map([
    ["SERVICES", relativeModule(path, layout.services)],
    ["EXTENSION", suffix.startsWith(".") ? suffix : ""],
  ]);
  const content = templateText(folder, header) + templateText(folder, "body.ts");
  return [{ path, content: fill(content, values) }];
}

/** What runs the server's tests; undefined where that is none that is known. */
export function runnerOf(server: Server, files: FileStore): Runner | undefined {
  const { scripts, devDependencies, dependencies } = manifestOf(server, files);
  const test = scripts?.test ?? "";
  if (/\bvitest\b/.test(test)) return "vitest";
  if (/\bjest\b/.test(test)) return "jest";
  if (/\bnode\b.*--test\b|\btsx\b.*--test\b/.test(test)) return "node";
  const installed = { ...dependencies, ...devDependencies };
  return installed.vitest ? "vitest" : installed.jest ? "jest" : undefined;
}

/** The folder with most of the server's tests; the source root where there are none. */
function testFolder(server: Server, sourceRoot: string): string {
  const counts = new Map<string, number>();
  for (const path of server.files) {
    if (!isTestFile(server, path) || !/\.(test|spec)\.[cm]?[jt]sx?$/.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return first?.[0] ?? sourceRoot;
}
