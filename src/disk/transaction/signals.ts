/** Whoever interrupts a run that is writing waits until it has taken back what it wrote. */

import { setImmediate } from "node:timers/promises";
import { Interrupted } from "../../errors.js";

export interface SignalWatch {
  /** Lets a signal in that has come meanwhile. Throws Interrupted where one has. */
  pause(): Promise<void>;
  /** Signals end the process again as they did before. */
  end(): void;
}

/** Holds off the signals by which people and machines end a program, and remembers the first. */
export function watchSignals(): SignalWatch {
  const watched: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  let heard: NodeJS.Signals | undefined;
  const hear = (signal: NodeJS.Signals): void => {
    heard ??= signal;
  };
  for (const signal of watched) process.on(signal, hear);
  return {
    async pause() {
      await setImmediate();
      if (heard) throw new Interrupted(heard);
    },
    end() {
      for (const signal of watched) process.off(signal, hear);
    },
  };
}
