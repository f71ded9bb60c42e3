/** What is found in a fixture, as one text: the modules that a test has loaded again are loaded with it. */

import { createFileStore } from "../../src/disk/files.js";
import { type Fixture, planFixture } from "./fixtures.js";

/** Its servers, their tools with their fixes, and the findings. */
export async function outcomeOf(fixture: Fixture): Promise<string> {
  const plans = await planFixture(fixture, createFileStore());
  return JSON.stringify(plans.map(({ server, scan }) => ({ server, scan })));
}
