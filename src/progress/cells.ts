/** The memory that a command and the thread that draws its progress share. */

export const IDLE = 0;
export const RUNNING = 1;

/** A line's worth. */
export const mostBytes = 480;

export interface Cells {
  /** IDLE or RUNNING. */
  readonly mode: Int32Array;
  readonly lock: Int32Array;
  /** 1 while the line is on the screen. */
  readonly drawn: Int32Array;
  /** When the work began that the line is about, by the clock. */
  readonly since: Float64Array;
  /** UTF-8, with zeros behind its end. */
  readonly text: Uint8Array;
}

export function cellsOf(memory: SharedArrayBuffer): Cells {
  return {
    mode: new Int32Array(memory, 0, 1),
    lock: new Int32Array(memory, 4, 1),
    drawn: new Int32Array(memory, 8, 1),
    since: new Float64Array(memory, 16, 1),
    text: new Uint8Array(memory, 32, mostBytes),
  };
}

/** Does something while the other thread does nothing of the kind. */
export function locked({ lock }: Cells, work: () => void): void {
  while (Atomics.compareExchange(lock, 0, 0, 1) !== 0) Atomics.wait(lock, 0, 1);
  try {
    work();
  } finally {
    Atomics.store(lock, 0, 0);
    Atomics.notify(lock, 0);
  }
}
