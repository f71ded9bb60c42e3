/** The paths by which a place is reached: the turns of its loops, the calls of its functions. */

import { ts } from "../source/compiler.js";
import { calledName, type FunctionNode, isFunctionNode, receiverOf } from "../source/nodes.js";
import { itemsOf } from "./builtins.js";
import type { Contexts, Evaluator } from "./evaluator.js";
import { maxPaths, passedTo, unfollowed, unknownArguments } from "./paths.js";
import type { Loop } from "./reach.js";
import { ownersAbove, relevantOwners } from "./relevance.js";
import { selfAt } from "./self.js";
import {
  type Env,
  emptyEnv,
  nothing,
  type Thunk,
  unknown,
  type Value,
  type Values,
} from "./value.js";

type Owner = Loop | FunctionNode;

export function contextsOf(self: () => Evaluator): Contexts {
  return {
    environmentsOf: (node, env, needed) => environmentsOf(self(), node, env, needed),
    argumentsFor: (parameter) => argumentsFor(self(), parameter),
    selfAt: (node, env) => selfAt(self(), node, env),
    elementsOf,
    itemsOf,
  };
}

function environmentsOf(
  evaluator: Evaluator,
  node: ts.Node,
  env: Env,
  needed: readonly ts.Expression[],
): Env[] {
  const { owners, usesThis } = relevantOwners(ownersAbove(node, env), needed);
  const environments = pathsThrough(evaluator, owners.reverse(), env);
  if (!usesThis || env.self) return environments;
  return environments.flatMap((each) => {
    const selves = each.self ? [each.self] : selfAt(evaluator, node, each);
    // An abstract class that nothing here extends has no instance, but its code is there.
    return selves.length > 0 ? selves.map((value) => evaluator.withSelf(each, value)) : [each];
  });
}

/** The paths through these, the outer one first; where they are too many, one on which nothing is known. */
function pathsThrough(evaluator: Evaluator, owners: readonly Owner[], env: Env): Env[] {
  let paths = [env];
  for (const owner of owners) {
    const entered: Env[] = [];
    for (const path of paths) {
      entered.push(...entering(evaluator, owner, path));
      if (entered.length > maxPaths) {
        return [owners.reduce((each, next) => enteringUnfollowed(evaluator, each, next), env)];
      }
    }
    paths = entered;
  }
  return paths;
}

function enteringUnfollowed(evaluator: Evaluator, env: Env, owner: Owner): Env {
  const bound = isFunctionNode(owner)
    ? evaluator.bindParameters(owner, unknownArguments(owner), env)
    : bindLoop(evaluator, owner, unfollowed(owner));
  return evaluator.enter(env, owner, bound);
}

function entering(evaluator: Evaluator, owner: Owner, env: Env): Env[] {
  if (!isFunctionNode(owner)) {
    const elements = elementsOf(evaluator.evaluate(owner.expression, env), owner, env);
    return elements.map((value) => evaluator.enter(env, owner, bindLoop(evaluator, owner, value)));
  }
  const items = callbackItems(evaluator, owner, env);
  const calls = items ?? passedTo(evaluator, owner);
  if (!items && calls.length === 0) return [env];
  return calls.map((passed) =>
    evaluator.enter(env, owner, evaluator.bindParameters(owner, passed, env)),
  );
}

const iterating = new Set(["forEach", "map", "flatMap", "filter"]);

/** The arguments of each turn where a function is the callback of a list's method. */
function callbackItems(evaluator: Evaluator, owner: FunctionNode, env: Env): Thunk[][] | undefined {
  const call = owner.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== owner) return undefined;
  const receiver = receiverOf(call);
  const name = calledName(call) ?? "";
  const isReducing = name === "reduce" || name === "reduceRight";
  if (!receiver || (name !== "then" && !isReducing && !iterating.has(name))) return undefined;
  // A promise counts as what it brings.
  if (name === "then") return [[evaluator.later(receiver, env)]];
  const turns = evaluator
    .evaluate(receiver, env)
    .flatMap((value) => turnsOf(evaluator, value, call));
  if (!isReducing) return turns;
  const initial = call.arguments[1];
  const gathered = initial ? evaluator.later(initial, env) : nothing;
  return turns.map((turn) => [gathered, ...turn]);
}

function turnsOf(evaluator: Evaluator, value: Value, node: ts.Node): Thunk[][] {
  if (value.kind === "map") return value.entries.map((entry) => [entry.value, entry.key]);
  if (value.kind === "list") {
    return value.items.flatMap((item) => item().map((each): Thunk[] => [evaluator.only(each)]));
  }
  return [[evaluator.only(noList(value, node, emptyEnv))]];
}

function argumentsFor(evaluator: Evaluator, parameter: ts.ParameterDeclaration): Values {
  const fn = parameter.parent;
  if (!isFunctionNode(fn)) return [];
  const work = (): Values =>
    entering(evaluator, fn, emptyEnv).flatMap((env) => env.bindings.get(parameter)?.() ?? []);
  return evaluator.ask("arguments", parameter, work, []);
}

function elementsOf(values: Values, node: ts.Node, env: Env): Values {
  return values.flatMap((value) =>
    value.kind === "list" || value.kind === "map"
      ? itemsOf(value).flatMap((item) => item())
      : [noList(value, node, env)],
  );
}

function noList(value: Value, node: ts.Node, env: Env): Value {
  const reason = value.kind === "unknown" ? value.reason : "what it goes through is no list";
  return unknown(node, reason, env);
}

function bindLoop(evaluator: Evaluator, loop: Loop, value: Value): (readonly [ts.Node, Thunk])[] {
  const { initializer } = loop;
  if (!ts.isVariableDeclarationList(initializer)) return [];
  return initializer.declarations.map((declared) => [declared, evaluator.only(value)] as const);
}
