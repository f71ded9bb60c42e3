/** Environments: what parameters and loop variables are bound to on one path. The same path gives the same object. */

import type { ts } from "../source/compiler.js";
import type { Environments } from "./evaluator.js";
import { once } from "./once.js";
import { ownerOf, reachOf } from "./reach.js";
import { type Env, emptyEnv, type Instance, type Thunk, type Value } from "./value.js";

/** Stands among the parts of an environment where `this` is not known. */
const nobody = {};

/** The environments that one evaluator works in. */
export function createEnvironments(): Environments {
  const entering = once<Env>();
  const withSelves = once<Env>();
  const restricting = once<Env>();
  const thunks = once<Thunk>();
  const seen = once<Instance>();
  const only = (value: Value): Thunk => thunks([value], () => () => [value]);
  return {
    enter(env, node, bound, self = env.self) {
      const more = [...bound];
      const parts = [env, node, ...more.map(([, thunk]) => thunk), self ?? nobody];
      return entering(parts, () =>
        environment([...env.bindings, ...more], new Set(env.entered).add(node), self),
      );
    },
    withSelf: (env, self) =>
      env.self === self ? env : withSelves([env, self], () => ({ ...env, self })),
    seenIn: (instance, env) =>
      seen([instance, env], () => ({ ...instance, of: { ...instance.of, env }, env })),
    only,
    listed: (node, items) => thunks([node, ...items], () => only({ kind: "list", node, items })),
    restricted(env, node) {
      if (env === emptyEnv) return env;
      const { bound, usesThis, isWhole } = reachOf(node);
      if (isWhole || (usesThis && !env.self)) return env;
      const kept = [...env.bindings].filter(([declared]) => bound.has(declared));
      const self = usesThis ? env.self : undefined;
      if (kept.length === env.bindings.size && self === env.self) return env;
      if (kept.length === 0 && !self) return emptyEnv;
      return restricting([...kept.flat(), self ?? nobody], () => {
        const entered = kept.flatMap(([declared]) => ownerOf(declared) ?? []);
        return environment(kept, new Set(entered), self);
      });
    },
  };
}

function environment(
  bindings: Iterable<readonly [ts.Node, Thunk]>,
  entered: ReadonlySet<ts.Node>,
  self: Value | undefined,
): Env {
  return { bindings: new Map(bindings), entered, ...(self ? { self } : {}) };
}
