/** Takes many servers through a step, in as many threads as are worth their memory. */

import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { runLong, startQuickly } from "./engine.js";
import { UserError } from "./errors.js";
import { languageOf } from "./languages/registry.js";
import type { Outcome, Step, Task } from "./prepare.js";
import { createQueue, type Queue, work } from "./queue.js";
import type { Message } from "./worker.js";

/** Each thread loads the parser and keeps trees of its own. */
const MOST_THREADS = 4;
/** The source files below which starting a thread takes longer than it saves. */
const ENOUGH_FILES = 200;

/** What the step gives for each task, in the order of the tasks. */
export async function takeThrough<S extends Step>(
  step: S,
  tasks: readonly Task[],
): Promise<Outcome<S>[]> {
  const outcomes = new Map<Task, Outcome<S>>();
  const queueOf = (some: readonly Task[]) => ({
    queue: createQueue(step, some),
    done: (index: number, outcome: Outcome<S>) => outcomes.set(some[index] as Task, outcome),
  });
  const shared = queueOf(tasks.filter((task) => isLight(task)));
  const own = queueOf(tasks.filter((task) => !isLight(task)));
  const helpers = await helpersFor(shared.queue, shared.done);
  if (helpers.length > 0 || own.queue.tasks.length > 0) runLong();
  else startQuickly();
  try {
    await work(own.queue, own.done);
    await work(shared.queue, shared.done);
    await Promise.all(helpers.map(({ ended }) => ended));
  } finally {
    await Promise.all(helpers.map(({ worker }) => worker.terminate()));
  }
  return tasks.map((task) => outcomes.get(task) as Outcome<S>);
}

function isLight({ server }: Task): boolean {
  return languageOf(server.language).isLight;
}

interface Helper {
  readonly worker: Worker;
  readonly ended: Promise<void>;
}

type Done<S extends Step> = (task: number, outcome: Outcome<S>) => void;

async function helpersFor<S extends Step>(queue: Queue<S>, done: Done<S>): Promise<Helper[]> {
  // From the sources there is no built program that a thread could start.
  if (!import.meta.url.endsWith(".js")) return [];
  const files = queue.tasks.reduce((total, { server }) => total + server.files.length, 0);
  if (files < ENOUGH_FILES || queue.tasks.length < 2) return [];
  const threads = Math.min(MOST_THREADS, availableParallelism(), queue.tasks.length);
  const { Worker } = await import("node:worker_threads");
  const start = () => new Worker(new URL("./worker.js", import.meta.url), { workerData: queue });
  return Array.from({ length: threads - 1 }, () => listenTo(start(), done));
}

function listenTo<S extends Step>(worker: Worker, done: Done<S>): Helper {
  const ended = new Promise<void>((resolve, reject) => {
    worker.on("message", (message: Message) => {
      if ("outcome" in message) done(message.task, message.outcome as Outcome<S>);
      else
        reject(message.isUsers ? new UserError((message.error as Error).message) : message.error);
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
  // Whoever waits for it hears of a failure; until then it must not end the process.
  ended.catch(() => {});
  return { worker, ended };
}
