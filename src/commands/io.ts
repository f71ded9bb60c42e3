/** Where a command reads and writes, so that it can be run without a process of its own. */

import type { ChalkInstance } from "chalk";
import { type Progress, silent } from "../progress/progress.js";

export interface Io {
  readonly cwd: string;
  /** For what a program reads: diffs, reports. */
  out(bytes: Uint8Array | string): void;
  /** For what a person reads: summaries, problems. */
  say(line: string): void;
  /** Colours for `say`. */
  readonly paint: ChalkInstance;
  /** Colours for what a person reads on `out`. */
  readonly paintOut: ChalkInstance;
  /** For what takes a while. */
  readonly progress: Progress;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
}

/** The same without progress, where that is asked for. */
export function heard(io: Io, { quiet }: { readonly quiet?: boolean }): Io {
  return quiet ? { ...io, progress: silent } : io;
}
