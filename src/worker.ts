/** The program of a thread that helps with a queue. */

import { parentPort, workerData } from "node:worker_threads";
import { runLong } from "./engine.js";
import { UserError } from "./errors.js";
import type { Outcome, Step } from "./prepare.js";
import { type Queue, work } from "./queue.js";

/** What a thread says: what a task gave, or why it cannot go on. Errors lose their class on the way. */
export type Message =
  | { readonly task: number; readonly outcome: Outcome<Step> }
  | { readonly error: unknown; readonly isUsers: boolean };

const say = (message: Message): void => parentPort?.postMessage(message);

runLong();
try {
  await work(workerData as Queue<Step>, (task, outcome) => say({ task, outcome }));
} catch (error) {
  say({ error, isUsers: error instanceof UserError });
}
