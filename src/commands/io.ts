/** Where a command reads and writes, so that it can be run without a process of its own. */

import type { ChalkInstance } from "chalk";

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
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
}
