/** Puts a program together from a project's files. */

import { SERVICES } from "../imports/service-names.js";
import { createModules } from "../project/modules.js";
import type { Mount } from "../project/mounts.js";
import { isTest } from "../project/test-files.js";
import { usedIdentifiers } from "../source/identifiers.js";
import { scopeKey } from "../source/nodes.js";
import type { Project } from "../source/parse.js";
import { readScope } from "../source/read-scope.js";
import { createEvaluator } from "./evaluate.js";
import type { Program } from "./program.js";

/** A program whose imports are followed to its own files, also by the names that its build installs them under. */
export function createProgram(project: Project, installed: readonly Mount[] = []): Program {
  const { server, files } = project;
  const own = server.files.filter((file) => !file.includes(`/${SERVICES}/`));
  const [sources, tests] = split(own, (file) => isTest(server.root, file, () => files.bytes(file)));
  const buffer = (file: string): Buffer | undefined => {
    const bytes = files.bytes(file);
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const search = (among: readonly string[], text: string): readonly string[] =>
    among.filter((file) => buffer(file)?.includes(text));
  // Rules ask all sources for the same few words.
  const found = new Map<string, readonly string[]>();
  const holding = (among: readonly string[], text: string): readonly string[] => {
    if (among !== sources) return search(among, text);
    const files = found.get(text) ?? search(sources, text);
    found.set(text, files);
    return files;
  };
  const evaluator = createEvaluator(() => program);
  const { remember } = evaluator;
  const program: Program = {
    project,
    modules: createModules(server, installed),
    sources,
    tests,
    module: (file) => project.module(file),
    buffer,
    scope: (at) => remember(`scope ${scopeKey(at)}`, () => readScope(at.node)),
    holding,
    uses: (name) => remember(`uses of ${name}`, () => usedIdentifiers(program, name)),
    ...evaluator,
  };
  return program;
}

function split(
  files: readonly string[],
  test: (file: string) => boolean,
): [readonly string[], readonly string[]] {
  const left: string[] = [];
  const right: string[] = [];
  for (const file of files) (test(file) ? right : left).push(file);
  return [left, right];
}
