import { configDefaults, defineConfig } from "vitest/config";
import { HANGS_AFTER_MS } from "../support/hangs.js";
import { NearestFirst } from "./nearest-first.js";

/** Tests that start the built program or Python, or look at what no mutant is in: they see nothing of one. */
const elsewhere = [
  "test/commands/{bad-input,both-languages,cli,explain,readme,review,verify}.test.ts",
  "test/{config,package,templates,verify}/**",
  "test/disk/{kills,lock}.test.ts",
  "test/python/{cpython,layouts,wheels}.test.ts",
  "test/rules/docs.test.ts",
  "test/run/threads.test.ts",
];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/mutate/trials.ts"],
    exclude: [...configDefaults.exclude, ...elsewhere],
    globalSetup: "test/support/temporary.ts",
    setupFiles: ["test/support/properties.ts", "test/mutate/recording.ts"],
    sequence: { sequencer: NearestFirst },
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    // All in one thread, which loads the sources once and can run each test again.
    isolate: false,
    pool: "threads",
    maxWorkers: 1,
  },
});
