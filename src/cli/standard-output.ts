/** Standard output, which can fail: whoever reads a pipe goes away, a disk is full. */

import { describeSystemError, UserError } from "../errors.js";

export interface StandardOutput {
  /** Throws UserError once something written earlier did not get through. */
  write(bytes: string | Uint8Array): void;
  /** Waits until all that was written is on its way. Throws UserError where it did not get through. */
  flushed(): Promise<void>;
}

/** The process's own. What fails is told by an event, often only after the write that failed. */
export function standardOutput({ stdout } = process): StandardOutput {
  let failure: NodeJS.ErrnoException | undefined;
  stdout.on("error", (error) => {
    failure ??= error;
  });
  const check = (): void => {
    if (failure) throw new UserError(told(failure));
  };
  return {
    write(bytes) {
      check();
      stdout.write(bytes);
    },
    async flushed() {
      await new Promise<void>((resolve) => stdout.write("", () => resolve()));
      check();
    },
  };
}

function told(failure: NodeJS.ErrnoException): string {
  return failure.code === "EPIPE"
    ? "standard output was closed before all was written"
    : `standard output: ${describeSystemError(failure)}`;
}
