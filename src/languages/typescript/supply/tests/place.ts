/** Where a test of the whole server belongs: where its general tests lie, in no folder of another subject. */

import { basename, dirname, join, relative } from "node:path";
import type { Server } from "../../../../types.js";
import { isTestFile } from "../../project/server-files.js";

export interface TestPlace {
  readonly folder: string;
  /** How the files of the tests end: `.test.ts`. */
  readonly ending: string;
}

const named = /\.(?:test|spec)\.[cm]?[jt]sx?$/;
const general = /^(?:tests?|__tests__|specs?)$/;
/** Tests of single modules, in a folder of the general ones. */
const unit = /^units?$/;

/** The place; undefined where the server's tests are none of TypeScript, so that none such is run. */
export function testPlace(server: Server, sourceRoot: string): TestPlace | undefined {
  const all = server.files.filter((path) => isTestFile(server, path) && named.test(path));
  const tests = all.filter((path) => /\.[cm]?tsx?$/.test(path));
  if (all.length > 0 && tests.length === 0) return undefined;
  const folders = tests.map((path) => generalFolder(path, server, sourceRoot));
  return { folder: most(folders) ?? sourceRoot, ending: endingOf(tests) };
}

/** The folder of general tests that a test is in or below; the sources' where tests lie beside what they test. */
function generalFolder(path: string, { root }: Server, sourceRoot: string): string {
  const parts = relative(root, dirname(path)).split(/[\\/]/);
  const at = parts.findIndex((part) => general.test(part));
  if (at < 0) return sourceRoot;
  const above = join(root, ...parts.slice(0, at));
  // `src/tools/__tests__` is about the tools.
  if (above !== root && above !== sourceRoot && basename(above) !== "src") {
    return join(sourceRoot, parts[at] ?? "");
  }
  const depth = unit.test(parts[at + 1] ?? "") ? at + 2 : at + 1;
  return join(root, ...parts.slice(0, depth));
}

function endingOf(tests: readonly string[]): string {
  const endings = tests.map((path) => (named.exec(path)?.[0] ?? "").replace(/x$/, ""));
  return most(endings) ?? ".test.ts";
}

/** What is there most often, the first of several in the order of their names. */
function most(all: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return first?.[0];
}
