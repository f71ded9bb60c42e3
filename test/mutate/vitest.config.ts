import { configDefaults, defineConfig } from "vitest/config";
import { HANGS_AFTER_MS } from "../support/hangs.js";

/** Tests that start the built program, or Python: they see nothing of a mutant in the sources. */
const elsewhere = [
  "test/{commands,kills,package,templates}/**",
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
