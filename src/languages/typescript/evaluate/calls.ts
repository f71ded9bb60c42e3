/** What calls give: a function's return values, a class's instance, what the language's own methods do to lists. */

import { servicesName } from "../project/server-files.js";
import { ts } from "../source/compiler.js";
import { bare } from "../source/nodes.js";
import { builtinCall, builtinNew } from "./builtin-calls.js";
import { builtinMethod } from "./builtins.js";
import { instantiate } from "./classes.js";
import { composedByCall } from "./composition.js";
import { declaredValue } from "./declarations.js";
import type { Applied, Evaluator } from "./evaluator.js";
import { exportNamed, exportsOf } from "./exports.js";
import { apply, bindParameters, returnsOf } from "./functions.js";
import { loaded, loadsModules } from "./loaded.js";
import { memberOf } from "./members.js";
import {
  type Env,
  type External,
  further,
  type Thunk,
  type Unknown,
  unknown,
  type Value,
  type Values,
} from "./value.js";

export function callOf(self: () => Evaluator): Applied {
  return {
    call: (node, env) => call(self(), node, env),
    construct: (node, env) => construct(self(), node, env),
    apply: (fn, passed, node) => apply(self(), fn, passed, node),
    returnsOf: (node, env) => returnsOf(self(), node, env),
    spread: (nodes, env) => spread(self(), nodes, env),
    bindParameters: (node, passed, env) => bindParameters(self(), node, passed, env),
    member: (owners, name, node, env) => memberOf(self(), owners, name, node, env),
    valueOf: (declared, env) => declaredValue(self(), declared, env),
    exported: (file, name, node) => exportNamed(self(), file, name, node),
    exportsOf: (file) => exportsOf(self(), file),
  };
}

function call(evaluator: Evaluator, node: ts.CallExpression, env: Env): Values {
  const callee = bare(node.expression);
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return loaded(evaluator, node, env);
  const passed = spread(evaluator, node.arguments, env);
  return resultsOf(evaluator, callee, passed, node, env).map((value) => {
    if (value.kind !== "unknown") return value;
    const composition = composedByCall(evaluator, node, passed, env, value);
    return composition ? { ...value, composition } : value;
  });
}

function resultsOf(
  evaluator: Evaluator,
  callee: ts.Expression,
  passed: readonly Thunk[],
  node: ts.CallExpression,
  env: Env,
): Values {
  if (ts.isPropertyAccessExpression(callee)) {
    const owners = evaluator.evaluate(callee.expression, env);
    return owners.flatMap((owner) => {
      const builtin = builtinMethod(evaluator, owner, callee.name.text, passed, node, env);
      if (builtin) return builtin;
      const found = memberOf(evaluator, [owner], callee.name.text, callee, env);
      return found.flatMap((value) => called(evaluator, value, passed, node, env));
    });
  }
  const callees = evaluator.evaluate(callee, env);
  return callees.flatMap((value) => called(evaluator, value, passed, node, env));
}

function called(
  evaluator: Evaluator,
  value: Value,
  passed: readonly Thunk[],
  node: ts.CallExpression,
  env: Env,
): Values {
  if (value.kind === "function") return apply(evaluator, value, passed, node);
  if (value.kind === "module") {
    const whole = exportNamed(evaluator, value.file, "default", node);
    return whole.flatMap((each) => called(evaluator, each, passed, node, env));
  }
  if (value.kind !== "unknown") return [unknown(node, "what is called is no function", env)];
  const { external } = value;
  if (!external) return [unknown(node, value.reason, env)];
  if (loadsModules(external)) return loaded(evaluator, node, env);
  const wrapped = throughServices(external, passed) ?? promisified(external, passed);
  if (wrapped) return wrapped;
  const builtin = builtinCall(evaluator, external, passed, node, env);
  if (builtin) return builtin;
  return [unknown(node, value.reason, env, { external: further(external, "()") })];
}

/** `promisify(f)` is `f`, whose answer counts as what its promise brings. */
function promisified({ path }: External, passed: readonly Thunk[]): Values | undefined {
  return path.at(-1)?.toLowerCase() === "promisify" ? passed[0]?.() : undefined;
}

/** What a wrapper of the services folder gives: what it was given, marked. */
function throughServices({ module, path }: External, passed: readonly Thunk[]): Values | undefined {
  const name = path.at(-1);
  if (module !== servicesName || name === undefined || name === "()") return undefined;
  const [given] = passed;
  return given?.().map((value) => ({ ...value, through: [...(value.through ?? []), name] }));
}

function construct(evaluator: Evaluator, node: ts.NewExpression, env: Env): Values {
  const passed = spread(evaluator, node.arguments ?? [], env);
  return evaluator.evaluate(node.expression, env).flatMap((value): Values => {
    if (value.kind === "class") {
      const made = instantiate(evaluator, value, node, (target) =>
        bindParameters(evaluator, target, passed, env),
      );
      return [made];
    }
    if (value.kind !== "unknown" || !value.external) {
      return [unknown(node, "its class can't be followed", env)];
    }
    const { external, reason } = value;
    const builtin = builtinNew(evaluator, external, passed, node);
    return builtin ?? [unknown(node, reason, env, { external: further(external, "new()") })];
  });
}

function spread(evaluator: Evaluator, nodes: readonly ts.Expression[], env: Env): Thunk[] {
  return nodes.flatMap((node) => {
    if (!ts.isSpreadElement(node)) return [evaluator.later(node, env)];
    const elements: Thunk[] = [];
    for (const value of evaluator.evaluate(node.expression, env)) {
      if (value.kind === "list") elements.push(...value.items);
      else if (value.kind === "map") elements.push(...evaluator.itemsOf(value));
      else elements.push(() => [unknownSpread(value, node.expression, env)]);
    }
    return elements;
  });
}

function unknownSpread(value: Value, node: ts.Expression, env: Env): Unknown {
  const composition = { kind: "same", as: () => [value] } as const;
  return { ...unknown(node, reasonOf(value), env, { composition }), isSpread: true };
}

function reasonOf(value: Value): string {
  return value.kind === "unknown" ? value.reason : "it is no list";
}
