/** The program of a thread that helps with a queue, which it is sent once there is one. */

import { parentPort } from "node:worker_threads";
import { UserError } from "../errors.js";
import { languages } from "../languages/registry.js";
import { runLong } from "./engine.js";
import type { Outcome, Step } from "./prepare.js";
import { type Queue, work } from "./queue.js";

/** What a thread says: what a task gave, or why it cannot go on. Errors lose their class on the way. */
export type Message =
  | { readonly task: number; readonly outcome: Outcome<Step> }
  | { readonly error: unknown; readonly isUsers: boolean };

const say = (message: Message): void => parentPort?.postMessage(message);

// Listening for the one message that comes keeps the thread alive until then, and no longer.
parentPort?.once("message", async (queue: Queue<Step>) => {
  runLong();
  try {
    await work(queue, (task, outcome) => say({ task, outcome }));
  } catch (error) {
    say({ error, isUsers: error instanceof UserError });
  }
});
await Promise.all(languages.map((language) => language.isLight && language.load?.()));
