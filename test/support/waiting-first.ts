/** The order of the test files. */

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that wait for programs of their own, by parts of their paths, the longest first. */
const waiting = [
  "test/templates/python-",
  "test/templates/deploy/python-entrypoint",
  "test/verify/faults",
  "test/python/wheels",
  "test/templates/",
];

/** Starts those that wait before the others, so that none of them is left to run alone at the end. */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rank(one.moduleId) - rank(other.moduleId));
  }
}

function rank(path: string): number {
  const at = waiting.findIndex((part) => path.includes(part));
  return at < 0 ? waiting.length : at;
}
