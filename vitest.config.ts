import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // The templates' tests start servers and databases: more at once would only make them wait.
    maxWorkers: 2,
  },
});
