/**
 * How property tests run: with the same examples every time, so that the suite never hangs on luck. New ones are
 * looked for by `npm run properties`, which gives another seed and many more examples.
 */

import fc from "fast-check";

const seed = Number(process.env["PROPERTY_SEED"] ?? 1);
const times = Number(process.env["PROPERTY_TIMES"] ?? 1);

/** So many examples in the suite, and in a search as many times more as it asks for. */
export function runs(count: number): number {
  return count * times;
}

fc.configureGlobal({ seed, numRuns: runs(100) });
