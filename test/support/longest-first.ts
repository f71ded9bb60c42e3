/** The order of the test files. */

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take long, by parts of their paths, the longest first: those that wait for programs before the others. */
const long = [
  "test/templates/python-",
  "test/templates/deploy/python-entrypoint",
  "test/verify/faults",
  "test/templates/",
  "test/verify/",
  "test/python/wheels",
  "test/insertions",
  "test/fixtures",
  "/question-order",
  "test/disk/",
  "test/commands/",
];

/** Starts those that take long before the others, so that none of them is left to run alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rank(one.moduleId) - rank(other.moduleId));
  }
}

function rank(path: string): number {
  const at = long.findIndex((part) => path.includes(part));
  return at < 0 ? long.length : at;
}
