/** Tests of what a retrofit adds, for pytest. */

import { dirname, join, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { NewFile, Scan, Server } from "../../../types.js";
import { callText, exampleOf } from "../../supply/example/call.js";
import { fill, sourceTemplates, templateText } from "../../supply/templates.js";
import { quiet } from "./quiet.js";

type Values = ReadonlyMap<string, string>;

/** Where servers say that they use pytest. */
const manifests = [
  "pyproject.toml",
  "setup.cfg",
  "setup.py",
  "tox.ini",
  "pytest.ini",
  "noxfile.py",
  "Pipfile",
  "requirements.txt",
  "requirements-dev.txt",
  "requirements-test.txt",
  "dev-requirements.txt",
  "requirements_dev.txt",
  "test-requirements.txt",
  "requirements/dev.txt",
  "requirements/test.txt",
];

/**
 * A test of the account context and, where there is an entry point, one of the server over stdio, among
 * its general tests. None for a server that does not use pytest.
 */
export function accountTests(
  server: Server,
  files: FileStore,
  scan: Scan,
  values: Values,
  hasEntryPoint: boolean,
): NewFile[] {
  if (!usesPytest(server, files)) return [];
  const folder = testFolder(server, files);
  const root = relative(folder, server.root).replaceAll("\\", "/");
  const example = exampleOf(scan);
  const all = new Map([
    ...values,
    ["SERVER_ROOT", root],
    ["CALL", example ? callText(example, {}) : "null"],
  ]);
  const written = (name: string): NewFile => ({
    path: join(folder, name),
    content: quiet(fill(templateText(join(sourceTemplates, "python", "tests"), name), all)),
  });
  const context = written("test_account_context.py");
  return hasEntryPoint ? [context, written("test_account_over_stdio.py")] : [context];
}

/** By its manifest, or that of the workspace that it is in, or by a test that imports it. */
function usesPytest(server: Server, files: FileStore): boolean {
  const folders = [server.root, dirname(server.root), dirname(dirname(server.root))];
  const named = folders.flatMap((folder) => manifests.map((name) => join(folder, name)));
  const uses = (path: string): boolean => /\bpytest\b/.test(files.read(path)?.text ?? "");
  return named.some(uses) || testsOf(server).some(uses);
}

function testsOf({ files }: Server): string[] {
  return files.filter((path) => /\/(?:test_[^/]*|[^/]*_test|conftest)\.py$/.test(path));
}

/** `tests`, `test`, or the folder of unit tests in it where the others are all of other kinds. */
function testFolder(server: Server, files: FileStore): string {
  const { root } = server;
  const usual = ["tests", "test"].map((name) => join(root, name));
  const folder = usual.find((path) => files.isFolder(path)) ?? join(root, "tests");
  const tests = testsOf(server);
  const isIn = (path: string): boolean => tests.some((test) => dirname(test) === path);
  const units = ["unit", "unit_tests"].map((name) => join(folder, name));
  return isIn(folder) ? folder : (units.find(isIn) ?? folder);
}
