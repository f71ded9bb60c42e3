/** What a deliberate fault is. */

import type { Language, Patch } from "./support.js";

/** One way to break a tool, and what verify must say of it. */
export interface ToolFault {
  /** What is wrong, in words. */
  readonly name: string;
  readonly tool: string;
  readonly patches: readonly Patch[];
  /** In the message of one of the tool's faults. */
  readonly says: RegExp;
}

/** Faults that do not get in each other's way, put into one server. */
export interface Broken {
  readonly language: Language;
  readonly faults: readonly ToolFault[];
}

/** A way to break a server as a whole, tried with one of its tools. */
export interface ServerFault extends ToolFault {
  readonly language: Language;
}
