/** The ways in which a place is reached: the turns of its loops, the calls of its functions. */

import { ts } from "ts-morph";
import { calledName, type FunctionNode, isFunctionNode, receiverOf } from "../source/nodes.js";
import { itemsOf } from "./builtins.js";
import { createCallers } from "./callers.js";
import type { Contexts, Evaluator } from "./evaluator.js";
import { createPassed, maxWays, unfollowed, unknownArguments } from "./paths.js";
import { type Loop, ownersAbove, relevantOwners } from "./relevance.js";
import {
  type Env,
  emptyEnv,
  enter,
  type Thunk,
  unknown,
  type Value,
  type Values,
} from "./value.js";

export function createContexts(self: () => Evaluator): Contexts {
  const callers = createCallers(self);
  const passedTo = createPassed(self, callers);
  const busy = new Set<ts.ParameterDeclaration>();
  const passedFor = new Map<ts.Node, Values>();

  const environmentsOf = (node: ts.Node, env: Env, needed: readonly ts.Expression[]): Env[] => {
    const { owners, usesThis } = relevantOwners(ownersAbove(node, env), needed);
    const environments = waysThrough(owners.reverse(), env);
    if (!usesThis || env.self) return environments;
    return environments.flatMap((each) => {
      const selves = each.self ? [each.self] : selfAt(node, each);
      // An abstract class that nothing here extends has no instance, but its code is there.
      return selves.length > 0 ? selves.map((value) => ({ ...each, self: value })) : [each];
    });
  };

  /** The ways through these, the outer one first; where they are too many, one on which nothing is known. */
  const waysThrough = (owners: readonly (Loop | FunctionNode)[], env: Env): Env[] => {
    let ways = [env];
    for (const owner of owners) {
      const entered: Env[] = [];
      for (const way of ways) {
        entered.push(...entering(owner, way));
        if (entered.length > maxWays) return [owners.reduce(enteringUnfollowed, env)];
      }
      ways = entered;
    }
    return ways;
  };

  const enteringUnfollowed = (env: Env, owner: Loop | FunctionNode): Env => {
    const bound = isFunctionNode(owner)
      ? self().bindParameters(owner, unknownArguments(owner), env)
      : bindLoop(owner, unfollowed(owner));
    return enter(env, owner, bound);
  };

  const entering = (owner: Loop | FunctionNode, env: Env): Env[] => {
    if (!isFunctionNode(owner)) {
      const elements = elementsOf(self().evaluate(owner.expression, env), owner, env);
      return elements.map((value) => enter(env, owner, bindLoop(owner, value)));
    }
    const items = callbackItems(owner, env);
    if (items) {
      return items.map((passed) => enter(env, owner, self().bindParameters(owner, passed, env)));
    }
    const calls = passedTo(owner);
    if (calls.length === 0) return [env];
    return calls.map((passed) => enter(env, owner, self().bindParameters(owner, passed, env)));
  };

  /** The arguments of each turn where a function is the callback of a list's method. */
  const callbackItems = (owner: FunctionNode, env: Env): Thunk[][] | undefined => {
    const call = owner.parent;
    if (!ts.isCallExpression(call) || call.arguments[0] !== owner) return undefined;
    const receiver = receiverOf(call);
    if (!receiver || !iterating.has(calledName(call) ?? "")) return undefined;
    const values = self().evaluate(receiver, env);
    return values.flatMap((value) => turnsOf(value, call));
  };

  const argumentsFor = (parameter: ts.ParameterDeclaration): Values => {
    const known = passedFor.get(parameter);
    if (known) return known;
    const fn = parameter.parent;
    if (!isFunctionNode(fn) || busy.has(parameter)) return [];
    busy.add(parameter);
    const at = fn.parameters.indexOf(parameter);
    const values = entering(fn, emptyEnv).flatMap((env) => env.bindings.get(parameter)?.() ?? []);
    busy.delete(parameter);
    if (at >= 0) passedFor.set(parameter, values);
    return values;
  };

  const selfAt = (node: ts.Node, env: Env): Values => {
    if (env.self) return [env.self];
    const owner = thisOwner(node);
    if (!owner) return [];
    return ts.isClassLike(owner) ? callers.instancesOf(owner, env) : self().evaluate(owner, env);
  };

  const elementsOf = (values: Values, node: ts.Node, env: Env): Values =>
    values.flatMap((value): Values => {
      if (value.kind === "list" || value.kind === "map") {
        return itemsOf(value).flatMap((item) => item());
      }
      const reason = value.kind === "unknown" ? value.reason : "what it goes through is no list";
      return [unknown(node, reason, env)];
    });

  return { environmentsOf, argumentsFor, selfAt, elementsOf, itemsOf };
}

const iterating = new Set(["forEach", "map", "flatMap", "filter"]);

function turnsOf(value: Value, node: ts.Node): Thunk[][] {
  if (value.kind === "map") return value.entries.map((entry) => [entry.value, entry.key]);
  if (value.kind === "list") {
    return value.items.flatMap((item) => item().map((each): Thunk[] => [() => [each]]));
  }
  const reason = value.kind === "unknown" ? value.reason : "what it goes through is no list";
  return [[() => [unknown(node, reason, emptyEnv)]]];
}

function bindLoop(loop: Loop, value: Value): (readonly [ts.Node, Thunk])[] {
  const { initializer } = loop;
  if (!ts.isVariableDeclarationList(initializer)) return [];
  return initializer.declarations.map((declared) => [declared, () => [value]] as const);
}

/** The class or object literal whose `this` a place sees. */
function thisOwner(
  node: ts.Node,
): ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassLike(at)) return at;
    if (isFunctionNode(at) && !ts.isArrowFunction(at) && !ts.isClassLike(at.parent)) {
      const holder = ts.isPropertyAssignment(at.parent) ? at.parent.parent : at.parent;
      return ts.isObjectLiteralExpression(holder) ? holder : undefined;
    }
  }
  return undefined;
}
