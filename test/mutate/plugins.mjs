/**
 * What Stryker loads: a checker that leaves all but the sampled mutants out, and a reporter that keeps what was
 * found so far. It is JavaScript, since the checker runs in a process of Stryker's own.
 */

import { relative } from "node:path";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** The results so far, of sampled mutants only; filled in the process that runs Stryker, where `tell` hears of each. */
export const results = [];
export const listener = { tell: () => {} };

/** What tells a mutant from all others, in any process. */
export function keyOf({ fileName, location, mutatorName, replacement }) {
  const path = relative(process.cwd(), fileName);
  return JSON.stringify([path, location.start, location.end, mutatorName, replacement]);
}

class SampleChecker {
  async init() {
    this.sample = new Set(JSON.parse(process.env.SAMPLED_MUTANTS ?? "[]"));
  }

  async check(mutants) {
    const answers = mutants.map((mutant) => [mutant.id, this.answerTo(mutant)]);
    return Object.fromEntries(answers);
  }

  answerTo(mutant) {
    if (this.sample.has(keyOf(mutant))) return { status: "passed" };
    return { status: "compileError", reason: "not in the sample" };
  }
}

class KeepingReporter {
  onMutantTested(result) {
    if (result.status === "CompileError") return;
    results.push(result);
    listener.tell(result);
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.Checker, "sample", SampleChecker),
  declareClassPlugin(PluginKind.Reporter, "kept", KeepingReporter),
];
