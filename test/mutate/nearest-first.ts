/** The order of the test files: those first that tell most for the time that they take, and the trials last. */

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Parts of the paths of those that take long; the last ones longest. */
const late = [
  "test/plan/",
  "test/disk/",
  "test/commands/",
  "/many-paths",
  "/question-order",
  "test/insertions",
  "test/mutate/trials",
];

/** Starts with the fixtures, which reach most of the sources, and ends with what takes long. */
export class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((one, other) => rank(one.moduleId) - rank(other.moduleId));
  }
}

function rank(path: string): number {
  if (path.includes("test/fixtures.test.ts")) return -2;
  return late.findIndex((part) => path.includes(part));
}
