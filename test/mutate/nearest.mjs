/**
 * Stryker's runner for vitest, with the tests that can tell most asked first. A mutant in what a module does when it is
 * loaded is reached by every test: such a one meets the tests of its room, then the fixtures of its language.
 */

import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { strykerPlugins as vitest } from "@stryker-mutator/vitest-runner";

const [{ factory: createRunner }] = vitest;

function createNearest(injector) {
  const runner = createRunner(injector);
  const mutantRun = runner.mutantRun.bind(runner);
  runner.mutantRun = async (options) => {
    let result;
    for (const testFilter of stagesOf(options)) {
      result = await mutantRun({ ...options, testFilter });
      if (result.status !== "survived") break;
    }
    return result;
  };
  return runner;
}
createNearest.inject = createRunner.inject;

/** Tests as Stryker names them, `file#name`; parts of both do. */
function stagesOf({ testFilter, sandboxFileName }) {
  const language = /\bsrc\/languages\/(\w+)\//.exec(sandboxFileName)?.[1];
  if (testFilter) return [language ? testFilter.filter(tells) : testFilter];
  if (language) return [[`test/${language}/#`], [`test/fixtures.test.ts#${language}/`]];
  return [["test/plan/#", "test/disk/#", "test/commands/#"], ["test/fixtures.test.ts#"]];
}

/** How accepted edits are put together is the matter of src/plan/, whatever the language. */
function tells(test) {
  return !test.startsWith("test/insertions.test.ts#");
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, "nearest", createNearest),
];
