/**
 * The parse gate for planned Python: the grammar's, and what CPython's compiler refuses besides, as far as
 * insertions could bring it about.
 */

import type { Problem } from "../../../types.js";
import {
  awaitFault,
  blockFault,
  type Fault,
  futureFault,
  globalFault,
  returnFault,
  signatureFault,
} from "../gate/faults.js";
import { unboundFault } from "./bound-names.js";
import { type Module, parseText } from "./parse.js";

const CHECKS: readonly ((module: Module) => Fault | undefined)[] = [
  signatureFault,
  awaitFault,
  blockFault,
  returnFault,
  globalFault,
  futureFault,
  unboundFault,
];

/** Why CPython would not compile the text, or not find a name that a retrofit inserts; undefined where it would. */
export async function syntaxProblem(file: string, text: string): Promise<Problem | undefined> {
  const module = await parseText(file, text);
  if (module.problem) return module.problem;
  for (const check of CHECKS) {
    const fault = check(module);
    if (fault) return { file, line: lineOf(text, fault.offset), message: fault.message };
  }
  return undefined;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}
