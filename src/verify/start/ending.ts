/** How a server ended, and whose code that was. */

import type { Running } from "./process.js";

export interface Ending {
  /** The exit code or signal, and the last words. */
  readonly how: string;
  /** The installed file that it ended in, from its `site-packages` on, where none of the server's code had a part in it. */
  readonly culprit?: string;
}

const BEGIN = "Traceback (most recent call last)";
const FRAME = /File "([^"]+)", line \d+/g;
const INSTALLED = /[\\/](?:site|dist)-packages[\\/]/;

/** How a process ended, where it has. `root` is the folder of the server's own code. */
export function endingOf(running: Running, root: string): Ending | undefined {
  const how = running.endedHow();
  if (how === undefined) return undefined;
  const culprit = culpritIn(running.said(), root);
  return { how, ...(culprit && { culprit }) };
}

/** Where the last of Python's tracebacks leads, if every frame of it is another's code than what lies below `root`. */
export function culpritIn(said: string, root: string): string | undefined {
  const last = said.split(BEGIN).slice(1).at(-1) ?? "";
  const files = [...last.matchAll(FRAME)].map(([, file = ""]) => file);
  const isOwn = (file: string) => file.startsWith(root) && !INSTALLED.test(file);
  return files.some(isOwn) ? undefined : files.at(-1)?.split(INSTALLED)[1];
}
