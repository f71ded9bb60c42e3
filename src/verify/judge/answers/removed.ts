/**
 * What was deleted or stopped, so that who waits for it sees it gone, once: state enough for waiters to end, and
 * so little that the order of other calls does not matter.
 */

import type { Route } from "../operations/route.js";
import type { Echo } from "./echo.js";
import { waitsForRemoval } from "./plan.js";

export interface Removed {
  /** The verb by which what is asked for went away; undefined where it is there. Notes what this request removes. */
  verbFor(accountId: string, route: Route, echo: Echo): string | undefined;
}

export function createRemoved(): Removed {
  const verbs = new Map<string, string>();
  return {
    verbFor(accountId, { model, operation }, echo) {
      const keys = [...echo.values()].flat().map((text) => `${accountId} ${model.name} ${text}`);
      const [, verb] =
        /^(Delete|Terminate|Stop|Deregister|Remove|Cancel)/.exec(operation.name) ?? [];
      if (verb !== undefined) for (const key of keys) verbs.set(key, verb);
      if (verb !== undefined) return undefined;
      const key = keys.find((each) => verbs.has(each));
      const known = key === undefined ? undefined : verbs.get(key);
      if (key === undefined || known === undefined) return undefined;
      if (!waitsForRemoval(model, operation, known)) return undefined;
      verbs.delete(key);
      return known;
    },
  };
}
