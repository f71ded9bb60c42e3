/** Servers waiting for a step. Several threads can take from one queue. */

import { createDisk } from "../disk/path-cache.js";
import { type Outcome, type Step, steps, type Task } from "./prepare.js";

/** Plain data, so that it can be handed to another thread. */
export interface Queue<S extends Step> {
  readonly step: S;
  readonly tasks: readonly Task[];
  /** One cell, shared by the threads: the index of the next task. */
  readonly next: Int32Array;
}

export function createQueue<S extends Step>(step: S, tasks: readonly Task[]): Queue<S> {
  return { step, tasks, next: new Int32Array(new SharedArrayBuffer(4)) };
}

/** Takes task after task until none is left, and hands on what each gave. */
export async function work<S extends Step>(
  { step, tasks, next }: Queue<S>,
  done: (task: number, outcome: Outcome<S>) => void,
): Promise<void> {
  const disk = createDisk();
  for (;;) {
    const index = Atomics.add(next, 0, 1);
    const task = tasks[index];
    if (!task) return;
    done(index, (await steps[step](task, disk)) as Outcome<S>);
  }
}
