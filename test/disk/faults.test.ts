/** Whatever call of the file system fails: a run leaves all or nothing, and the next one nothing else. */

import { describe, expect, test } from "vitest";
import { failEach, failings } from "../kills/failing.js";
import { createSandbox } from "../kills/sandbox.js";
import { folderWith } from "../support/program.js";

/** Every so many of the calls: all of them take minutes. `npm run kills` tries each. */
const STRIDE = 37;

describe.each([
  ["in a git work tree", true],
  ["outside of any", false],
])("%s", (_where, inGit) => {
  test.each(failings)("$name", async (failing) => {
    const sandbox = await createSandbox(folderWith({}), inGit);
    const { tried, problems } = await failEach(sandbox, failing, STRIDE);
    expect(problems).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  });
});
