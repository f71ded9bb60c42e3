/** Work that runs processes: whoever interrupts it finds none of them left. */

import { Interrupted } from "../errors.js";
import { endAll } from "../verify/start/process.js";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does the work. On a signal all its processes are ended, and once it has cleared up it throws Interrupted. */
export async function interruptible<Result>(work: () => Promise<Result>): Promise<Result> {
  let received: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    received ??= signal;
    void endAll();
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    const result = await work();
    if (received) throw new Interrupted(received);
    return result;
  } catch (error) {
    throw received ? new Interrupted(received) : error;
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
