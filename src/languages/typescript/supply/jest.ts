/** jest finds TypeScript sources behind imports that end in `.js` only where a rule of the server's says so. */

import type { FileStore } from "../../../disk/files.js";
import { findingOf, topOf } from "../../../rules/finding.js";
import type { Edit, Finding, Place, Server } from "../../../types.js";
import { serverSuffix } from "../imports/style.js";
import { layoutOf } from "../project/layout.js";
import { isTestFile } from "../project/server-files.js";
import { type JestConfig, jestConfigs, type Mapper } from "./jest-config.js";
import { reachOf, sourceRule } from "./jest-rules.js";
import { runnerOf } from "./tests/runners.js";

export interface JestSupport {
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
}

/**
 * What jest needs to load the copied modules from the server's tests: a last rule in each
 * `moduleNameMapper` that lets some of their imports through, or a finding where none can be put in.
 */
export function jestSupport(server: Server, files: FileStore): JestSupport {
  if (!testsSources(server, files)) return { edits: [], findings: [] };
  const configs = jestConfigs(server, files);
  const place = topOf(server.manifest ?? server.root);
  if (configs.length === 0) return unmapped(place, "no configuration of it was found");
  const each = configs.filter(({ hasResolver }) => !hasResolver).map(supportIn);
  return {
    edits: each.flatMap(({ edits }) => edits),
    findings: each.flatMap(({ findings }) => findings),
  };
}

/** Whether jest runs over the TypeScript sources, and those import each other as `.js`. */
function testsSources(server: Server, files: FileStore): boolean {
  if (runnerOf(server, files) !== "jest") return false;
  if (layoutOf(server, files).language !== "typescript") return false;
  const tests = server.files.filter((path) => isTestFile(server, path));
  const overBuilt = tests.length > 0 && !tests.some((path) => /\.[cm]?tsx?$/.test(path));
  return !overBuilt && serverSuffix(server, files) === ".js";
}

function supportIn({ place, mappers }: JestConfig): JestSupport {
  if (mappers.length === 0) return unmapped(place, "its configuration has no moduleNameMapper");
  const each = mappers.map((mapper) =>
    mapper ? supportOf(mapper) : unmapped(place, "its moduleNameMapper is not written out here"),
  );
  return {
    edits: each.flatMap(({ edits }) => edits),
    findings: each.flatMap(({ findings }) => findings),
  };
}

function supportOf(mapper: Mapper): JestSupport {
  const { missed, diverted } = reachOf(mapper.rules);
  const why = `a rule of its moduleNameMapper takes ${diverted} to something else`;
  return {
    edits: missed === undefined ? [] : mapper.append(sourceRule),
    findings: diverted === undefined ? [] : unmapped(mapper.place, why).findings,
  };
}

function unmapped(place: Place, reason: string): JestSupport {
  const [pattern, target] = sourceRule.map((text) => JSON.stringify(text));
  const finding = findingOf("jest-imports", {
    place,
    message: `jest may not find the sources behind the copied modules' .js imports: ${reason}`,
    remedy: `if tests no longer load, let jest's moduleNameMapper have the rule ${pattern}: ${target}`,
  });
  return { edits: [], findings: [finding] };
}
