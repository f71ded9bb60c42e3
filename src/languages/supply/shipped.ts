/** What of a server has to go together wherever it is copied: the modules that import the services, and the services. */

import { shellGlobHolds } from "./globs.js";

export interface Shipped {
  /** The modules that import the services, as sources and as what is built of them. */
  readonly users: readonly string[];
  /** The first module of the services, as source and as it is built. */
  readonly services: readonly string[];
}

/** How much of it some paths or patterns, absolute, take along. */
export type Extent = "whole" | "without services" | "nothing";

/** What copying all that these patterns name takes along. */
export function extentOf(patterns: readonly string[], { users, services }: Shipped): Extent {
  const takes = (path: string): boolean =>
    patterns.some((pattern) => shellGlobHolds(withoutEnd(pattern), path));
  if (services.some(takes)) return "whole";
  return users.some(takes) ? "without services" : "nothing";
}

/** A folder is meant whole, however it is written. */
function withoutEnd(pattern: string): string {
  return pattern.replace(/(?:\/+\.?)+$/, "");
}
