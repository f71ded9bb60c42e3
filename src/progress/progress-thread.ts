/** The program of the thread that draws: it looks at the clock while the other one works. */

import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { cellsOf, IDLE, locked, RUNNING } from "./cells.js";

/** Nothing is shown of what is done sooner. */
const PATIENCE_MS = 500;
const BETWEEN_MS = 120;
const STDERR = 2;

let shown = "";
const cells = cellsOf(workerData as SharedArrayBuffer);
for (;;) {
  Atomics.wait(cells.mode, 0, IDLE);
  Atomics.wait(cells.mode, 0, RUNNING, BETWEEN_MS);
  locked(cells, draw);
}

function draw(): void {
  const taken = Date.now() - (cells.since[0] ?? 0);
  if (Atomics.load(cells.mode, 0) !== RUNNING || taken < PATIENCE_MS) return;
  const text = new TextDecoder().decode(Uint8Array.from(cells.text)).replace(/\0.*$/s, "");
  const line = `${text} (${Math.floor(taken / 1000)} s)`;
  if (line === shown && Atomics.load(cells.drawn, 0) === 1) return;
  shown = line;
  try {
    writeSync(STDERR, `\r\u001b[K${line}`);
  } catch {
    // A terminal that takes nothing now is drawn on a little later.
    return;
  }
  Atomics.store(cells.drawn, 0, 1);
}
