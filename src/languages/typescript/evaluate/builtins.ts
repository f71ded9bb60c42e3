/** The methods of lists, maps, texts and functions, as far as lists of tools pass through them. */

import type { ts } from "../source/compiler.js";
import type { Evaluator } from "./evaluator.js";
import { found } from "./predicates.js";
import {
  type Env,
  emptyEnv,
  type List,
  type MapValue,
  type Thunk,
  unknown,
  type Value,
  type Values,
} from "./value.js";

/** A method of a list, a map, a text or a function; undefined where it is none of the language's own. */
export function builtinMethod(
  evaluator: Evaluator,
  owner: Value,
  name: string,
  passed: readonly Thunk[],
  node: ts.Node,
  env: Env,
): Values | undefined {
  if (name === "then") return settled(evaluator, owner, passed, node);
  if ((name === "catch" || name === "finally") && owner.kind !== "unknown") return [owner];
  if (owner.kind === "list") return listMethod(evaluator, owner, name, passed, node, env);
  if (owner.kind === "map") return mapMethod(evaluator, owner, name, node);
  if (owner.kind === "text") return textMethod(owner.text, name, passed, node, env);
  if (owner.kind === "function" && name === "bind") {
    const [self] = passed[0]?.() ?? [];
    return [self && !owner.self ? { ...owner, self } : owner];
  }
  if (owner.kind === "function" && (name === "call" || name === "apply")) {
    return evaluator.apply(owner, name === "call" ? passed.slice(1) : [], node);
  }
  return undefined;
}

/** `promise.then(use)`: a promise counts as what it brings. */
function settled(
  evaluator: Evaluator,
  owner: Value,
  passed: readonly Thunk[],
  node: ts.Node,
): Values | undefined {
  const own = owner.kind === "object" || owner.kind === "instance";
  if (own && evaluator.member([owner], "then", node, emptyEnv).length > 0) return undefined;
  const callbacks = passed[0]?.() ?? [];
  const isFollowed = callbacks.some(({ kind }) => kind === "function");
  if (owner.kind === "unknown" && !isFollowed) return undefined;
  return callbacks.flatMap((callback) =>
    callback.kind === "function" ? evaluator.apply(callback, [evaluator.only(owner)], node) : [],
  );
}

/** The items of a list or a map's entries as two-element lists. */
export function itemsOf(value: Value): readonly Thunk[] {
  if (value.kind === "list") return value.items;
  if (value.kind !== "map") return [];
  return value.entries.map(({ key, value: item }) => () => [
    { kind: "list", node: value.node, items: [key, item] },
  ]);
}

function listMethod(
  evaluator: Evaluator,
  list: List,
  name: string,
  passed: readonly Thunk[],
  node: ts.Node,
  env: Env,
): Values | undefined {
  const made = (items: readonly Thunk[]): Values => [{ kind: "list", node, items }];
  switch (name) {
    case "filter":
    case "slice":
      return [{ ...list, node }];
    case "sort":
    case "toSorted":
    case "reverse":
    case "toReversed":
    case "values":
      return made(list.items);
    case "find":
      return found(evaluator, list, passed);
    case "findLast":
    case "at":
    case "pop":
    case "shift":
      return list.items.flatMap((item) => item());
    case "concat":
      return [withConcatenated(list, passed, node)];
    case "flat":
      return made(flat(list.items));
    case "map":
      return made(mapped(evaluator, list, passed, node, env));
    case "flatMap":
      return made(flat(mapped(evaluator, list, passed, node, env)));
    case "entries":
      return made(
        list.items.map((item, at) => () => [
          { kind: "list", node, items: [() => [{ kind: "text", text: String(at), node }], item] },
        ]),
      );
    default:
      return undefined;
  }
}

/** The items that a list's callback makes of each item. */
export function mapped(
  evaluator: Evaluator,
  list: List,
  passed: readonly Thunk[],
  node: ts.Node,
  env: Env,
): Thunk[] {
  const callbacks = passed[0]?.() ?? [];
  return list.items.map((item) =>
    evaluator.lazy(() =>
      item().flatMap((value) =>
        callbacks.flatMap((callback) =>
          callback.kind === "function"
            ? evaluator.apply(callback, [evaluator.only(value)], node)
            : [unknown(node, "what it is mapped with can't be followed", env)],
        ),
      ),
    ),
  );
}

function withConcatenated(list: List, passed: readonly Thunk[], node: ts.Node): List {
  const elements = [() => [list], ...passed].map((values) => ({ values, isSpread: true }));
  return { kind: "list", node, items: [...list.items, ...flat(passed)], elements };
}

function flat(items: readonly Thunk[]): Thunk[] {
  return items.flatMap((item) =>
    item().flatMap((value): readonly Thunk[] =>
      value.kind === "list" ? value.items : [() => [value]],
    ),
  );
}

function mapMethod(
  evaluator: Evaluator,
  map: MapValue,
  name: string,
  node: ts.Node,
): Values | undefined {
  if (name === "get") return map.entries.flatMap(({ value }) => value());
  if (name === "values") {
    return [{ kind: "list", node, items: map.entries.map(({ value }) => value) }];
  }
  if (name === "keys") return [{ kind: "list", node, items: map.entries.map(({ key }) => key) }];
  if (name === "entries") return [{ kind: "list", node, items: evaluator.itemsOf(map) }];
  return undefined;
}

function textMethod(
  text: string,
  name: string,
  passed: readonly Thunk[],
  node: ts.Node,
  env: Env,
): Values {
  const made = (result: string): Values => [{ kind: "text", text: result, node }];
  if (name === "toLowerCase") return made(text.toLowerCase());
  if (name === "toUpperCase") return made(text.toUpperCase());
  if (name === "trim" || name === "toString") return made(name === "trim" ? text.trim() : text);
  const [first] = passed[0]?.() ?? [];
  const [second] = passed[1]?.() ?? [];
  if (first?.kind === "text" && second?.kind === "text") {
    if (name === "replace") return made(text.replace(first.text, () => second.text));
    if (name === "replaceAll") return made(text.replaceAll(first.text, () => second.text));
  }
  if (name === "concat" && first?.kind === "text") return made(text + first.text);
  return [unknown(node, "its text is made at run time", env)];
}
