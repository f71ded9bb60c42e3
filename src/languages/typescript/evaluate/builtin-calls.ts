/** The language's global functions and constructors, as far as lists of tools pass through them. */

import type { ts } from "../source/compiler.js";
import { mapped } from "./builtins.js";
import type { Evaluator } from "./evaluator.js";
import { membersOf } from "./objects.js";
import {
  type Env,
  type External,
  type List,
  type Thunk,
  unknown,
  type Value,
  type Values,
} from "./value.js";

/** A call of a global function such as `Object.values`; undefined where it is none that is known. */
export function builtinCall(
  evaluator: Evaluator,
  external: External,
  passed: readonly Thunk[],
  node: ts.Node,
  env: Env,
): Values | undefined {
  if (external.module !== "") return undefined;
  const first = (): Values => passed[0]?.() ?? [];
  const made = (items: readonly Thunk[]): Values => [{ kind: "list", node, items }];
  const members = (value: Value) => [...(membersOf(evaluator, value, node, env) ?? [])];
  const key =
    (name: string): Thunk =>
    () => [{ kind: "text", text: name, node }];
  const overFirst = (each: (value: Value) => Values): Values =>
    first().flatMap((value) =>
      value.kind === "unknown" ? [unknown(node, value.reason, env)] : each(value),
    );
  switch (external.path.join(".")) {
    case "Object.values":
      return overFirst((value) => made(members(value).map(([, thunk]) => thunk)));
    case "Object.keys":
      return overFirst((value) => made(members(value).map(([name]) => key(name))));
    case "Object.entries":
      return overFirst((value) =>
        made(
          members(value).map(
            ([name, thunk]) =>
              () =>
                made([key(name), thunk]),
          ),
        ),
      );
    case "Object.assign":
      return [merged(evaluator, passed, node, env)];
    case "Object.freeze":
    case "Object.seal":
    case "structuredClone":
    case "Promise.resolve":
      return first();
    case "Promise.all":
    case "Array.from":
      return overFirst((value) => {
        const list: List = { kind: "list", node, items: evaluator.itemsOf(value) };
        const [, callback] = passed;
        return callback ? made(mapped(evaluator, list, [callback], node, env)) : [list];
      });
    case "Array.of":
      return made(passed);
    default:
      return undefined;
  }
}

function merged(evaluator: Evaluator, passed: readonly Thunk[], node: ts.Node, env: Env): Value {
  const properties = new Map<string, Thunk>();
  for (const value of passed.flatMap((each) => each())) {
    const more = membersOf(evaluator, value, node, env);
    if (!more) return unknown(node, "something unknown is assigned into it", env);
    for (const [name, thunk] of more) properties.set(name, thunk);
  }
  return { kind: "object", node, properties, env };
}

/** `new Map(…)`, `new Set(…)`, `new Array(…)`. */
export function builtinNew(
  evaluator: Evaluator,
  external: External,
  passed: readonly Thunk[],
  node: ts.Node,
): Values | undefined {
  if (external.module !== "") return undefined;
  const name = external.path.join(".");
  if (name !== "Map" && name !== "Set" && name !== "Array") return undefined;
  const given = (passed[0]?.() ?? []).flatMap((value) => evaluator.itemsOf(value));
  if (name !== "Map") return [{ kind: "list", node, items: given }];
  const entries = given.flatMap((item) =>
    item().flatMap((pair) => {
      const [key, value] = pair.kind === "list" ? pair.items : [];
      return key && value ? [{ key, value }] : [];
    }),
  );
  return [{ kind: "map", node, entries }];
}
