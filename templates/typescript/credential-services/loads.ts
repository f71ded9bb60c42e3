// SPDX-License-Identifier: MIT-0
import { type AnyFunction, wrapHandler } from "./handler.js";
import { fieldsOf } from "./parameter.js";
import { completedWith } from "./tool.js";

/**
 * A FastMCP server, seen so that the `load` of every resource, resource template and prompt that it
 * is given runs as a call of its own, with the server's own credentials:
 * `withAccountLoads(server).addResource({ uri, load })`. Its type is the server's, so that FastMCP
 * still infers a `load`'s arguments from those declared beside it.
 */
export function withAccountLoads<Server extends object | null | undefined>(server: Server): Server {
  // `server?.addResource(…)` stays what it is.
  if (server === null || server === undefined) return server;
  return new Proxy(server, {
    get(target, key): unknown {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== "function") return member;
      return (...given: unknown[]) => Reflect.apply(member, target, given.map(withWrappedLoad));
    },
  });
}

/** What has a `load`, or each of a list, with the `load` wrapped; anything else as it is. */
function withWrappedLoad(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(withWrappedLoad);
  const { load } = fieldsOf(given);
  if (typeof load !== "function") return given;
  return completedWith(given as object, { load: wrapHandler(load as AnyFunction, {}) });
}
