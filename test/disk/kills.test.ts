/** Whenever a run is killed: all or nothing is left, once it is recovered. `npm run kills` does it a thousand times. */

import { expect, test } from "vitest";
import { killOnce, measure, plan } from "../kills/killing.js";
import { createSandbox } from "../kills/sandbox.js";
import { folderWith } from "../support/program.js";

/** Numbers that are spread evenly, and the same in every run. */
function evenly(): () => number {
  let last = 0;
  return () => {
    last = (last + 0.618033988749895) % 1;
    return last;
  };
}

test("24 kills by SIGINT, SIGTERM and SIGKILL, at renames, at other calls and at any moment", async () => {
  const sandbox = await createSandbox(folderWith({}), true);
  const kills = plan(await measure(sandbox), 24, evenly());
  for (const kill of kills) {
    expect((await killOnce(sandbox, kill)).problem, JSON.stringify(kill)).toBeUndefined();
  }
});
