import { configDefaults, defineConfig } from "vitest/config";
import { HANGS_AFTER_MS } from "./test/support/hangs.js";
import { LongestFirst } from "./test/support/longest-first.js";
import { findPython } from "./test/support/python-env.js";

/** Tests that make a Python environment of their own. */
const needPython = [
  "test/accounts/{engines,services,terminal}.test.ts",
  "test/package/wheel.test.ts",
  "test/python/{cpython,wheels}.test.ts",
  "test/templates/python-*.test.ts",
  "test/verify/judge/{boto3,models}.test.ts",
  "test/verify/faults/faults.test.ts",
  "test/templates/deploy/{account-context,dockerfiles,gateway-*,python-entrypoint,roles,scripts}.test.ts",
  "test/templates/typescript/{fernet-python,sqlite}.test.ts",
];

function leftOut(): string[] {
  if (findPython() !== undefined) return [];
  const message = "Python 3.10 or later with venv was not found";
  if (process.env.CI) throw new Error(message);
  console.error(`\n!!! ${message}: these tests do NOT run:\n  ${needPython.join("\n  ")}\n`);
  return needPython;
}

/** Tests that set the environment of their process, or start programs that may be left in it. */
const apart = ["test/templates/**/*.test.ts", "test/verify/**/*.test.ts"];

const each = {
  // Fixtures are named by their folders, in full.
  chaiConfig: { truncateThreshold: 200 },
  setupFiles: ["test/support/properties.ts"],
  testTimeout: HANGS_AFTER_MS,
  hookTimeout: HANGS_AFTER_MS,
};

export default defineConfig({
  test: {
    globalSetup: ["test/support/temporary.ts", "test/support/databases.ts"],
    sequence: { sequencer: LongestFirst },
    // One more than two cores: the templates' tests mostly wait for programs that they start.
    maxWorkers: 3,
    projects: [
      { test: { ...each, name: "apart", include: apart, exclude: leftOut() } },
      {
        test: {
          ...each,
          name: "together",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...apart, ...leftOut()],
          // The compiler and the sources are loaded once for each worker, not for each file.
          isolate: false,
        },
      },
    ],
  },
});
