/** Tests of what a retrofit adds, for the server's own test runner. */

import { join } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import type { NewFile, Scan, Server } from "../../../../types.js";
import { callText, exampleOf } from "../../../supply/example/call.js";
import { fill, sourceTemplates, templateText } from "../../../supply/templates.js";
import { serverSuffix } from "../../imports/style.js";
import { layoutOf } from "../../project/layout.js";
import { type EntryPoint, nodeArguments } from "../entrypoint.js";
import { fromRoot, relativeModule } from "../paths.js";
import { testPlace } from "./place.js";
import { runnerOf, runnerValues } from "./runners.js";

/**
 * A test of the account context and, where there is an entry point, of the server over stdio. None
 * without a runner that is known, for servers in JavaScript, or where the tests are in JavaScript.
 */
export function accountTests(
  server: Server,
  files: FileStore,
  scan: Scan,
  entry: EntryPoint | undefined,
): NewFile[] {
  const runner = runnerOf(server, files);
  const layout = layoutOf(server, files);
  const place = testPlace(server, layout.sourceRoot);
  if (!runner || !place || layout.language === "javascript") return [];
  const text = templateText(join(sourceTemplates, "typescript", "tests"), "account-context.ts");
  const values = [
    ...runnerValues(runner, ["afterAll", "beforeAll"], server, files),
    ...servicesFrom(place.folder, server, files),
    ...(entry ? startOf(server, files, scan, entry) : []),
  ];
  const path = join(place.folder, `account-context${place.ending}`);
  return [{ path, content: fill(entry ? text : withoutStdio(text), new Map(values)) }];
}

/** The test without the part that starts the server, and the imports of that. */
function withoutStdio(text: string): string {
  return text
    .slice(0, text.indexOf("\n// --- over stdio"))
    .replaceAll(/^import .* from "node:(?:child_process|fs|readline)";\n/gm, "");
}

function servicesFrom(folder: string, server: Server, files: FileStore): [string, string][] {
  const suffix = serverSuffix(server, files);
  return [
    ["SERVICES", relativeModule(join(folder, "x.ts"), layoutOf(server, files).services)],
    ["EXTENSION", suffix.startsWith(".") ? suffix : ""],
  ];
}

function startOf(
  server: Server,
  files: FileStore,
  scan: Scan,
  entry: EntryPoint,
): [string, string][] {
  const example = exampleOf(scan);
  const before = nodeArguments(server, files, entry).map((each) => `"${each}", `);
  return [
    ["ENTRYPOINT", fromRoot(server, entry.main ?? entry.built)],
    ["LOADER", before.join("")],
    ["CALL", example ? callText(example, {}) : "undefined"],
  ];
}
