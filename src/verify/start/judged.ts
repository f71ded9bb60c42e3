/** A judge of its own for each process that is started, and programs on its path that tell the judge of their keys. */

import { type Judge, startJudge } from "../judge/index.js";
import { accounts, BASE } from "./accounts.js";
import { type Environment, environmentFor } from "./environment.js";
import { mayStart } from "./process.js";
import { addRecorders } from "./recorders.js";
import type { Scratch } from "./scratch.js";
import type { Target } from "./target.js";

/** Uses a judge, and the settings by which a process comes to it, and closes it. Throws once everything is being ended. */
export async function withJudge<Result>(
  { starting }: Target,
  scratch: Scratch,
  engine: string | undefined,
  use: (judge: Judge, settings: Environment) => Promise<Result>,
): Promise<Result> {
  mayStart();
  const judge = await startJudge({ accounts, base: BASE.id, models: starting.models, engine });
  try {
    addRecorders(scratch.bin, judge.url);
    return await use(judge, environmentFor(judge, scratch, starting));
  } finally {
    await judge.close();
  }
}
