/** Whenever the power is cut: all or nothing is left, and what has ended lasts. `npm run kills` cuts it at each step. */

import { expect, test } from "vitest";
import { cutPower, doings, losses } from "../kills/power.js";
import { createSandbox } from "../kills/sandbox.js";
import { folderWith } from "../support/program.js";

/** Every so many of the steps: all of them take minutes. */
const STRIDE = 37;

const cuts = doings.flatMap((doing) => Object.keys(losses).map((loss) => ({ doing, loss })));

test.each(cuts)("in a $doing, losing $loss", async ({ doing, loss }) => {
  const sandbox = await createSandbox(folderWith({}), doing === "write");
  const { tried, problems } = await cutPower(sandbox, doing, loss, STRIDE);
  expect(problems).toEqual([]);
  expect(tried).toBeGreaterThan(2);
});
