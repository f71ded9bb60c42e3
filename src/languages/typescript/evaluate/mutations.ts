/** What code adds to something after it was made: `push`, `set`, `registry[key] = …`, `config.key = …`. */

import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { above, bare, receiverOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import { elementsOf, writtenElements } from "./composition.js";
import type { Evaluator } from "./evaluator.js";
import type { Env, List, MapValue, Obj, Thunk, Unknown, Value, Values } from "./value.js";

type Owner = ts.VariableDeclaration | ts.ParameterDeclaration | ts.ClassLikeDeclaration;

/** The value with everything that is added to it under this name, where the adding can be seen. */
export function withMutations(
  evaluator: Evaluator,
  value: Value,
  owner: Owner,
  name: string,
  env: Env,
): Value {
  if (value.kind === "list") return withPushed(evaluator, value, owner, name, env);
  if (value.kind === "unknown") return withListed(evaluator, value, owner, name, env);
  if (ts.isParameter(owner)) return value;
  if (value.kind === "map") return withEntriesSet(evaluator, value, owner, name, env);
  if (value.kind !== "object" || !ts.isObjectLiteralExpression(value.node)) return value;
  const added = [
    ...assignedKeys(evaluator, owner, name, env),
    ...filledIn(evaluator, value, owner, name, env),
  ];
  return added.length > 0
    ? { ...value, properties: new Map([...value.properties, ...added]) }
    : value;
}

/** `name.key = …`, maybe only under a condition: what the key had before counts as well. */
function filledIn(
  evaluator: Evaluator,
  { properties }: Obj,
  owner: Owner,
  name: string,
  env: Env,
): (readonly [string, Thunk])[] {
  if (!ts.isVariableDeclaration(owner)) return [];
  const found = new Map<string, Thunk[]>();
  for (const assignment of indexOf(owner.getSourceFile()).filled.get(name) ?? []) {
    const target = bare(assignment.left);
    if (!ts.isPropertyAccessExpression(target) || !isNamed(target.expression, owner, name))
      continue;
    const key = target.name.text;
    const before = properties.get(key);
    const assigned = (): Values =>
      evaluator
        .environmentsOf(assignment, env, [assignment.right])
        .flatMap((each) => evaluator.evaluate(assignment.right, each));
    found.set(key, [...(found.get(key) ?? (before ? [before] : [])), assigned]);
  }
  return [...found].map(([key, thunks]) => [
    key,
    evaluator.lazy(() => thunks.flatMap((each) => each())),
  ]);
}

function withPushed(evaluator: Evaluator, list: List, owner: Owner, name: string, env: Env): List {
  const calls = ["push", "unshift", "add"].flatMap((method) => callsOn(owner, name, method));
  if (calls.length === 0) return list;
  const pushed = calls.map((call) => pushedBy(evaluator, call, env));
  return {
    ...list,
    items: [...list.items, ...pushed.flatMap(({ items }) => items)],
    elements: [...elementsOf(list), ...pushed.flatMap(({ elements }) => elements)],
  };
}

function pushedBy(evaluator: Evaluator, call: ts.CallExpression, env: Env) {
  const environments = evaluator.environmentsOf(call, env, call.arguments);
  return {
    items: environments.flatMap((each) => evaluator.spread(call.arguments, each)),
    elements: writtenElements(evaluator, call.arguments, environments),
  };
}

/** A list of which nothing is known but what is pushed onto it. */
function withListed(
  evaluator: Evaluator,
  value: Unknown,
  owner: Owner,
  name: string,
  env: Env,
): Unknown {
  const calls = ["push", "unshift"].flatMap((method) => callsOn(owner, name, method));
  if (calls.length === 0) return value;
  const pushed = calls.flatMap((call) => pushedBy(evaluator, call, env).elements);
  const elements = [{ values: () => [value], isSpread: true }, ...pushed];
  return { ...value, composition: { kind: "list", elements } };
}

function withEntriesSet(
  evaluator: Evaluator,
  map: MapValue,
  owner: Owner,
  name: string,
  env: Env,
): MapValue {
  const calls = callsOn(owner, name, "set");
  if (calls.length === 0) return map;
  const added = calls.flatMap((call) =>
    evaluator.environmentsOf(call, env, call.arguments).flatMap((each) => {
      const [key, value] = evaluator.spread(call.arguments, each);
      return key && value ? [{ key, value }] : [];
    }),
  );
  return { ...map, entries: [...map.entries, ...added] };
}

function assignedKeys(
  evaluator: Evaluator,
  owner: Owner,
  name: string,
  env: Env,
): (readonly [string, Thunk])[] {
  const assignments = indexOf(owner.getSourceFile()).assigned.get(name) ?? [];
  const texts: string[] = [];
  return assignments.flatMap((assignment) => {
    const target = bare(assignment.left);
    if (!ts.isElementAccessExpression(target) || !isNamed(target.expression, owner, name))
      return [];
    const text = target.argumentExpression.getText();
    texts.push(text);
    const count = texts.filter((each) => each === text).length;
    // By its place in the row and not in the file: insertions leave it the same.
    const unknownKey = count > 1 ? `<${text} #${count}>` : `<${text}>`;
    const needed = [target.argumentExpression, assignment.right];
    return evaluator.environmentsOf(assignment, env, needed).flatMap((each) =>
      evaluator.evaluate(target.argumentExpression, each).map((key) => {
        const known = key.kind === "text" ? key.text : unknownKey;
        return [known, evaluator.later(assignment.right, each)] as const;
      }),
    );
  });
}

function callsOn(owner: Owner, name: string, method: string): ts.CallExpression[] {
  const calls = indexOf(owner.getSourceFile()).calls.get(method) ?? [];
  return calls.filter((call): call is ts.CallExpression => {
    const receiver = ts.isCallExpression(call) ? receiverOf(call) : undefined;
    return receiver !== undefined && isNamed(receiver, owner, name);
  });
}

/** Whether an expression is this very variable, or this field in its own class. */
function isNamed(expression: ts.Expression, owner: Owner, name: string): boolean {
  const inner = bare(expression);
  if (ts.isClassLike(owner)) {
    if (!ts.isPropertyAccessExpression(inner) || inner.name.text !== name) return false;
    const holder = bare(inner.expression);
    if (ts.isIdentifier(holder)) return lookup(holder, holder.text, "value") === owner;
    return holder.kind === ts.SyntaxKind.ThisKeyword && above(inner, ts.isClassLike) === owner;
  }
  return ts.isIdentifier(inner) && inner.text === name && lookup(inner, name, "value") === owner;
}
