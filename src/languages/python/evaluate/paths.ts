/** Values of an expression, where its function's parameters depend on who calls it. */

import type { At } from "../source/nodes.js";
import { callerEnvs } from "./callers.js";
import { loopEnvs } from "./loops.js";
import type { Program } from "./program.js";
import { selfEnvs } from "./self.js";
import { type Env, type FreeValue, unknown, type Value } from "./values.js";

/** The values of an expression on one path to it, and what is known on that path. */
export interface Solution {
  readonly values: readonly Value[];
  readonly env: Env;
}

/** How many callers may be gone back through. */
const DEEPEST = 6;
/** How many paths to an expression are followed at most: callers of callers multiply. */
const MOST = 5000;
/** How many lists and dictionaries deep a parameter is looked for. */
const NESTED = 3;

/**
 * The values of an expression for every turn of the loops around it and every call of the functions
 * whose parameters it needs. No value is free; where nobody calls a function, its parameters are unknown,
 * and so is what is reached beyond the first `most` paths.
 */
export function solve(program: Program, at: At, env: Env, most = MOST): readonly Solution[] {
  return pathsTo(program, at, env, { depth: 0, left: { count: most }, freeOf });
}

/** The same, where parameters may also be what a list or dictionary that is made there holds. */
export function solveWithin(program: Program, at: At, env: Env): readonly Solution[] {
  return pathsTo(program, at, env, { depth: 0, left: { count: MOST }, freeOf: freeWithin });
}

interface Progress {
  readonly depth: number;
  /** How many paths are left to all branches together. */
  readonly left: { count: number };
  /** A parameter that callers decide. */
  readonly freeOf: (values: readonly Value[]) => FreeValue | undefined;
}

function freeOf(values: readonly Value[]): FreeValue | undefined {
  return values.find((value) => value.kind === "free");
}

function freeWithin(values: readonly Value[], depth = 0): FreeValue | undefined {
  const free = freeOf(values);
  if (free || depth >= NESTED) return free;
  for (const held of values.flatMap(heldBy)) {
    const inner = freeWithin(held, depth + 1);
    if (inner) return inner;
  }
  return undefined;
}

function heldBy(value: Value): readonly (readonly Value[])[] {
  if (value.kind === "list") return value.items;
  return value.kind === "dict" ? value.entries.map((entry) => entry.value) : [];
}

function pathsTo(program: Program, at: At, env: Env, progress: Progress): readonly Solution[] {
  const { depth, left } = progress;
  const envs = selfEnvs(program, at, env).flatMap((each) => loopEnvs(program, at, each));
  return envs.flatMap((turn) => {
    const lost = (reason: string): Solution[] => [{ values: unknown(reason), env: turn }];
    if (left.count-- <= 0) return lost("it is reached on more paths than are followed");
    const values = program.evaluate(at, turn);
    const free = progress.freeOf(values);
    if (!free) return [{ values, env: turn }];
    if (depth >= DEEPEST) return lost("it is passed on more often than is followed");
    const callers = callerEnvs(program, free, turn);
    if (!callers) return lost(`nothing in the server passes a value for \`${free.name}\``);
    return callers.flatMap((caller) =>
      pathsTo(program, at, caller, { ...progress, depth: depth + 1 }),
    );
  });
}
