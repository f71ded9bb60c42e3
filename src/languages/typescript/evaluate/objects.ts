/** Object literals and what is spread into them. */

import { ts } from "../source/compiler.js";
import { isFunctionNode, nameOf } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { type Env, type Obj, type Thunk, type Unknown, unknown, type Value } from "./value.js";

/** The value of an object literal: its properties by name, unknown spreads remembered. */
export function objectOf(evaluator: Evaluator, node: ts.ObjectLiteralExpression, env: Env): Obj {
  const properties = new Map<string, Thunk>();
  let open: Unknown | undefined;
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      for (const value of evaluator.evaluate(property.expression, env)) {
        const more = membersOf(evaluator, value, property.expression, env);
        if (!more) open = spreadIn(value, property, env);
        for (const [name, thunk] of more ?? []) properties.set(name, thunk);
      }
      continue;
    }
    const names = keysOf(evaluator, property, env);
    if (names.length === 0) open = unknown(property, "a key is worked out at run time", env);
    for (const name of names) properties.set(name, propertyValue(evaluator, property, env));
  }
  return { kind: "object", node, properties, env, ...(open ? { open } : {}) };
}

function spreadIn(value: Value, property: ts.SpreadAssignment, env: Env): Unknown {
  const external = value.kind === "unknown" ? value.external : undefined;
  const reason = "something unknown is spread into it";
  return unknown(property, reason, env, external ? { external } : {});
}

/** The members that a spread brings in, or undefined where they are unknown. */
export function membersOf(
  evaluator: Evaluator,
  value: Value,
  node: ts.Node,
  env: Env,
): ReadonlyMap<string, Thunk> | undefined {
  if (value.kind === "object") return value.open ? undefined : value.properties;
  if (value.kind === "instance") {
    const names = value.of.node.members.filter(ts.isPropertyDeclaration).map((m) => nameOf(m.name));
    return new Map(
      names
        .filter((name) => name !== undefined)
        .map((name) => [name, evaluator.lazy(() => evaluator.member([value], name, node, env))]),
    );
  }
  if (value.kind === "module") return evaluator.exportsOf(value.file);
  return undefined;
}

function keysOf(
  evaluator: Evaluator,
  property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  env: Env,
): string[] {
  const plain = nameOf(property.name);
  if (plain !== undefined) return [plain];
  if (!ts.isComputedPropertyName(property.name)) return [];
  const keys = evaluator.evaluate(property.name.expression, env);
  return keys.flatMap((key) => (key.kind === "text" ? [key.text] : []));
}

function propertyValue(
  evaluator: Evaluator,
  property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  env: Env,
): Thunk {
  if (ts.isPropertyAssignment(property)) return evaluator.later(property.initializer, env);
  if (ts.isShorthandPropertyAssignment(property)) return evaluator.later(property.name, env);
  if (ts.isGetAccessor(property)) return () => evaluator.returnsOf(property, env);
  if (isFunctionNode(property)) return () => [{ kind: "function", node: property, env }];
  return () => [];
}
