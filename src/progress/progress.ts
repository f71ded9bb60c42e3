/** What a command is at, in a line that a person sees when it takes a while, and nobody else. */

import { Worker } from "node:worker_threads";
import { visible } from "../report/visible.js";
import { type Cells, cellsOf, IDLE, locked, mostBytes, RUNNING } from "./cells.js";

export interface Progress {
  /** What is being done now, e.g. "planning: 12 of 62 servers". */
  at(text: string): void;
  /** Takes the line away, before something else is written. */
  clear(): void;
}

/** For whoever cannot see it, or does not want to. */
export const silent: Progress = { at: () => {}, clear: () => {} };

/**
 * Progress on a terminal. The line is drawn by a thread of its own, since this one is too busy to look at the clock:
 * parsing a large server holds it up for seconds.
 */
export function progressOn(stderr: NodeJS.WriteStream): Progress {
  // From the sources there is no built program that a thread could start.
  const isDumb = process.env.TERM === "dumb";
  if (!stderr.isTTY || isDumb || !import.meta.url.endsWith(".js")) return silent;
  let cells: Cells | undefined;
  return {
    at(text) {
      const own = cells ?? started();
      cells = own;
      const bytes = new TextEncoder().encode(visible(text).slice(0, room(stderr)));
      locked(own, () => {
        own.text.fill(0);
        own.text.set(bytes.subarray(0, mostBytes));
        if (own.mode[0] === IDLE) own.since[0] = Date.now();
        Atomics.store(own.mode, 0, RUNNING);
      });
      Atomics.notify(own.mode, 0);
    },
    clear() {
      const own = cells;
      if (!own || Atomics.load(own.mode, 0) === IDLE) return;
      locked(own, () => {
        Atomics.store(own.mode, 0, IDLE);
        if (Atomics.exchange(own.drawn, 0, 0) === 1) stderr.write("\r\u001b[K");
      });
    },
  };
}

/** The time stands behind the text. */
function room({ columns = 80 }: NodeJS.WriteStream): number {
  return Math.max(10, columns - 12);
}

function started(): Cells {
  const memory = new SharedArrayBuffer(32 + mostBytes);
  new Worker(new URL("./progress-thread.js", import.meta.url), { workerData: memory }).unref();
  return cellsOf(memory);
}
