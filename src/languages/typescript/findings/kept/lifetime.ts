/** What outlives a tool's call: objects that are made at start or kept. */

import type { ts } from "../../source/compiler.js";
import type { Context } from "../report.js";
import { isHeld, outlivesCalls } from "./instances.js";

export interface Lifetimes extends Context {
  /** Whether an object of a class, or of one that extends it, lives longer than a tool's call. */
  outlives(of: ts.ClassLikeDeclaration): boolean;
  /** Whether what an expression gives is kept: made at start, put where it stays, or returned to who does so. */
  isHeld(node: ts.Node): boolean;
}

export function lifetimesOf(context: Context): Lifetimes {
  const lifetimes: Lifetimes = {
    ...context,
    outlives: (of) => outlivesCalls(of, lifetimes),
    isHeld: (node) => isHeld(node, lifetimes, 0),
  };
  return lifetimes;
}
