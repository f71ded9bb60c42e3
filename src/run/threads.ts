/** Takes many servers through a step, in as many threads as are worth their memory. */

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { UserError } from "../errors.js";
import type { Language } from "../languages/language.js";
import { languageOf } from "../languages/registry.js";
import { runLong, startQuickly } from "./engine.js";
import type { Outcome, Step, Task } from "./prepare.js";
import { createQueue, type Queue, work } from "./queue.js";
import type { Message } from "./worker.js";

/** Each thread loads the parser and keeps trees of its own. */
const MOST_THREADS = 4;
/** The source files below which starting a thread takes longer than it saves. */
const ENOUGH_FILES = 200;

/** The threads of one run: this one and its helpers, which load while the servers are still looked for. */
export interface Threads {
  /** Says that a source file was seen. With the last of enough files the helpers are started. */
  expect(language: Language): void;
  /** What the step gives for each task, in the order of the tasks. `said` hears how many are done. */
  takeThrough<S extends Step>(
    step: S,
    tasks: readonly Task[],
    said?: (done: number) => void,
  ): Promise<Outcome<S>[]>;
  /** Ends the helpers, whatever they are at. */
  end(): Promise<void>;
}

export function createThreads(): Threads {
  const helpers: Helper[] = [];
  let files = 0;
  return {
    expect({ isLight }) {
      if (isLight && ++files === ENOUGH_FILES) helpers.push(...startHelpers());
    },
    takeThrough: (step, tasks, said = () => {}) => shareOut(step, tasks, helpers, said),
    async end() {
      await Promise.all(helpers.map((helper) => helper.end()));
    },
  };
}

/** Servers of a language that is not light stay in this thread; the others go to whoever is free. */
async function shareOut<S extends Step>(
  step: S,
  tasks: readonly Task[],
  helpers: readonly Helper[],
  said: (done: number) => void,
): Promise<Outcome<S>[]> {
  const outcomes = new Map<Task, Outcome<S>>();
  said(0);
  const queueOf = (some: readonly Task[]) => ({
    queue: createQueue(step, some),
    done: (index: number, outcome: Outcome<S>) => {
      outcomes.set(some[index] as Task, outcome);
      said(outcomes.size);
    },
  });
  const shared = queueOf(tasks.filter((task) => isLight(task)));
  const own = queueOf(tasks.filter((task) => !isLight(task)));
  const needed = helpers.slice(0, Math.max(0, shared.queue.tasks.length - 1));
  if (needed.length > 0 || own.queue.tasks.length > 0) runLong();
  else startQuickly();
  const ends = needed.map((helper) => helper.help(shared.queue, shared.done));
  await work(own.queue, own.done);
  await work(shared.queue, shared.done);
  await Promise.all(ends);
  return tasks.map((task) => outcomes.get(task) as Outcome<S>);
}

function isLight({ server }: Task): boolean {
  return languageOf(server.language).isLight;
}

type Done<S extends Step> = (task: number, outcome: Outcome<S>) => void;

interface Helper {
  /** Resolves when the helper has found the queue empty and said what it had. */
  help<S extends Step>(queue: Queue<S>, done: Done<S>): Promise<void>;
  end(): Promise<unknown>;
}

function startHelpers(): Helper[] {
  // From the sources there is no built program that a thread could start.
  if (!import.meta.url.endsWith(".js")) return [];
  const threads = Math.min(MOST_THREADS, availableParallelism());
  return Array.from({ length: threads - 1 }, startHelper);
}

function startHelper(): Helper {
  const worker = new Worker(new URL("./worker.js", import.meta.url));
  let hear: Done<Step> = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    worker.on("message", (message: Message) => {
      if ("outcome" in message) hear(message.task, message.outcome);
      else
        reject(message.isUsers ? new UserError((message.error as Error).message) : message.error);
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
  // Whoever waits for it hears of a failure; until then it must not end the process.
  ended.catch(() => {});
  return {
    help(queue, done) {
      hear = done as Done<Step>;
      worker.postMessage(queue);
      return ended;
    },
    end: () => worker.terminate(),
  };
}
