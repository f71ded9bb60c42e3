/** Values of an expression, where its function's parameters depend on who calls it. */

import type { Program } from "../program.js";
import type { At } from "../tree.js";
import { callerEnvs } from "./callers.js";
import { evaluate } from "./evaluate.js";
import { loopEnvs } from "./loops.js";
import { selfEnvs } from "./self.js";
import { type Env, unknown, type Value } from "./values.js";

/** The values of an expression on one way to it, and what is known on that way. */
export interface Solution {
  readonly values: readonly Value[];
  readonly env: Env;
}

/** How many callers may be gone back through. */
const DEEPEST = 6;

/**
 * The values of an expression for every turn of the loops around it and every call of the functions
 * whose parameters it needs. No value is free; where nobody calls a function, its parameters are unknown.
 */
export function solve(program: Program, at: At, env: Env, depth = 0): readonly Solution[] {
  const envs = selfEnvs(program, at, env).flatMap((each) => loopEnvs(program, at, each));
  return envs.flatMap((turn) => {
    const values = evaluate(program, at, turn);
    const free = values.find((value) => value.kind === "free");
    if (!free) return [{ values, env: turn }];
    if (depth >= DEEPEST) return [{ values: unknown("it is passed on too often"), env: turn }];
    const callers = callerEnvs(program, free, turn);
    if (callers.length === 0) {
      const values = unknown(`nothing in the server passes a value for \`${free.name}\``);
      return [{ values, env: turn }];
    }
    return callers.flatMap((caller) => solve(program, at, caller, depth + 1));
  });
}
