import { configDefaults, defineConfig } from "vitest/config";
import { HANGS_AFTER_MS } from "../support/hangs.js";

/** Tests that start the built program or Python, or look at what no mutant is in: they see nothing of one. */
const elsewhere = [
  "test/commands/{bad-input,both-languages,cli,readme,review}.test.ts",
  "test/{config,package,templates,verify}/**",
  "test/disk/{kills,lock}.test.ts",
  "test/python/{cpython,wheels}.test.ts",
  "test/run/threads.test.ts",
];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...elsewhere],
    globalSetup: "test/support/temporary.ts",
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
  },
});
