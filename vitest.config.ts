import { configDefaults, defineConfig } from "vitest/config";
import { HANGS_AFTER_MS } from "./test/support/hangs.js";
import { findPython } from "./test/support/python-env.js";
import { WaitingFirst } from "./test/support/waiting-first.js";

/** Tests that make a Python environment of their own. */
const needPython = [
  "test/package/wheel.test.ts",
  "test/python/{cpython,wheels}.test.ts",
  "test/templates/python-*.test.ts",
  "test/verify/judge/{boto3,models}.test.ts",
  "test/verify/faults/faults.test.ts",
  "test/templates/deploy/{account-context,dockerfiles,gateway-*,python-entrypoint,scripts}.test.ts",
  "test/templates/typescript/fernet-python.test.ts",
];

function leftOut(): string[] {
  if (findPython() !== undefined) return [];
  const message = "Python 3.10 or later with venv was not found";
  if (process.env.CI) throw new Error(message);
  console.error(`\n!!! ${message}: these tests do NOT run:\n  ${needPython.join("\n  ")}\n`);
  return needPython;
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...leftOut()],
    globalSetup: ["test/support/temporary.ts", "test/support/databases.ts"],
    setupFiles: ["test/support/properties.ts"],
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    sequence: { sequencer: WaitingFirst },
    // One more than two cores: the templates' tests mostly wait for programs that they start.
    maxWorkers: 3,
  },
});
