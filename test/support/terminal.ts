/** The built program in a terminal, ended with the test. */

import { onTestFinished } from "vitest";
import { openSession, type Session, type SessionOptions } from "./pty.js";

export { keys, type Session } from "./pty.js";

/** Starts `retrofit …` in a terminal of this size, without colours unless the environment asks for them. */
export function inTerminal(args: readonly string[], options: SessionOptions): Session {
  const session = openSession(args, options);
  onTestFinished(() => session.end());
  return session;
}
