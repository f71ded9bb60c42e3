/** What calls give: a function's return values, a class's instance, what the language's own methods do to lists. */

import { ts } from "ts-morph";
import type { Declared } from "../scope.js";
import { servicesName } from "../server-files.js";
import { bare, type FunctionNode, isFunctionNode, walk } from "../syntax.js";
import { builtinCall, builtinMethod, builtinNew } from "./builtins.js";
import { instantiate } from "./classes.js";
import { valueOf } from "./declarations.js";
import type { Evaluator } from "./evaluator.js";
import { memberOf } from "./members.js";
import { exportNamed, exportsIn, fromModule } from "./modules.js";
import {
  type Env,
  type External,
  emptyEnv,
  enter,
  type Fn,
  type Thunk,
  unknown,
  type Value,
  type Values,
} from "./value.js";

export interface Applied {
  call(node: ts.CallExpression, env: Env): Values;
  construct(node: ts.NewExpression, env: Env): Values;
  /** What a function returns for these arguments. */
  apply(fn: Fn, passed: readonly Thunk[], node: ts.Node): Values;
  /** The values of every `return` of a function in whose environment the parameters are bound. */
  returnsOf(node: FunctionNode, env: Env): Values;
  /** A list of expressions as thunks, spread ones taken apart where they are known. */
  spread(nodes: readonly ts.Expression[], env: Env): Thunk[];
  bindParameters(
    node: FunctionNode,
    passed: readonly Thunk[],
    env: Env,
  ): (readonly [ts.Node, Thunk])[];
  member(owners: Values, name: string, node: ts.Node, env: Env): Values;
  valueOf(declared: Declared, env: Env): Values;
  /** Everything that a file exports, by name. */
  exportsOf(file: string): ReadonlyMap<string, Thunk>;
}

export function callOf(self: () => Evaluator): Applied {
  return {
    call: (node, env) => call(self(), node, env),
    construct: (node, env) => construct(self(), node, env),
    apply: (fn, passed, node) => apply(self(), fn, passed, node),
    returnsOf: (node, env) => returnsOf(self(), node, env),
    spread: (nodes, env) => spread(self(), nodes, env),
    bindParameters: (node, passed, env) => bindParameters(self(), node, passed, env),
    member: (owners, name, node, env) => memberOf(self(), owners, name, node, env),
    valueOf: (declared, env) => valueOf(self(), declared, env),
    exportsOf: (file) => exportsOf(self(), file, new Set()),
  };
}

function call(evaluator: Evaluator, node: ts.CallExpression, env: Env): Values {
  const callee = bare(node.expression);
  const specifier = importedBy(node);
  if (specifier !== undefined) return fromModule(evaluator, node, specifier, "*", env);
  const passed = spread(evaluator, node.arguments, env);
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

/** The specifier of `import("…")` and `require("…")`. */
function importedBy(node: ts.CallExpression): string | undefined {
  const { expression } = node;
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require");
  const [first] = node.arguments;
  return loads && first && ts.isStringLiteralLike(first) ? first.text : undefined;
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
  const wrapped = throughServices(external, passed);
  if (wrapped) return wrapped;
  const builtin = builtinCall(evaluator, external, passed, node, env);
  if (builtin) return builtin;
  const path = [...external.path, "()"];
  return [unknown(node, value.reason, env, { external: { module: external.module, path } })];
}

/** What a wrapper of the services folder gives: what it was given, marked. */
function throughServices({ module, path }: External, passed: readonly Thunk[]): Values | undefined {
  const name = path.at(-1);
  if (module !== servicesName || name === undefined || name === "()") return undefined;
  const given = passed[0]?.() ?? [];
  return given.map((value) => ({ ...value, through: [...(value.through ?? []), name] }));
}

function construct(evaluator: Evaluator, node: ts.NewExpression, env: Env): Values {
  const passed = spread(evaluator, node.arguments ?? [], env);
  return evaluator.evaluate(node.expression, env).flatMap((value): Values => {
    if (value.kind === "class") {
      const made = instantiate(value, node, (target) =>
        bindParameters(evaluator, target, passed, env),
      );
      return [made];
    }
    if (value.kind !== "unknown" || !value.external) {
      return [unknown(node, "its class can't be followed", env)];
    }
    const { module, path } = value.external;
    const builtin = builtinNew(evaluator, value.external, passed, node);
    if (builtin) return builtin;
    return [unknown(node, value.reason, env, { external: { module, path: [...path, "new()"] } })];
  });
}

function apply(evaluator: Evaluator, fn: Fn, passed: readonly Thunk[], node: ts.Node): Values {
  if (fn.env.entered.has(fn.node)) return [unknown(node, "it calls itself", emptyEnv)];
  const bound = bindParameters(evaluator, fn.node, passed, fn.env);
  return returnsOf(evaluator, fn.node, enter(fn.env, fn.node, bound, fn.self));
}

function bindParameters(
  _evaluator: Evaluator,
  node: FunctionNode,
  passed: readonly Thunk[],
  env: Env,
): (readonly [ts.Node, Thunk])[] {
  const parameters = node.parameters.filter((parameter) => !isThisParameter(parameter));
  return parameters.map((parameter, at) => {
    if (parameter.dotDotDotToken) {
      const items = passed.slice(at);
      return [parameter, () => [{ kind: "list", node: parameter, items }]] as const;
    }
    const given = passed[at];
    const { initializer } = parameter;
    const fallback = (): Values => (initializer ? _evaluator.evaluate(initializer, env) : []);
    return [parameter, given ?? fallback] as const;
  });
}

function isThisParameter(parameter: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(parameter.name) && parameter.name.text === "this";
}

const returned = new WeakMap<ts.Node, readonly ts.Expression[]>();

function returnsOf(evaluator: Evaluator, node: FunctionNode, env: Env): Values {
  if (!node.body) return [unknown(node, "it has no body here", env)];
  if (!ts.isBlock(node.body)) return evaluator.evaluate(node.body, env);
  let expressions = returned.get(node);
  if (!expressions) {
    expressions = returnExpressions(node.body);
    returned.set(node, expressions);
  }
  return expressions.flatMap((expression) => evaluator.evaluate(expression, env));
}

function returnExpressions(body: ts.Block): ts.Expression[] {
  const found: ts.Expression[] = [];
  walk(body, (node) => {
    if (node !== body && (isFunctionNode(node) || ts.isClassLike(node))) return false;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    return true;
  });
  return found;
}

function spread(evaluator: Evaluator, nodes: readonly ts.Expression[], env: Env): Thunk[] {
  return nodes.flatMap((node) => {
    if (!ts.isSpreadElement(node)) return [evaluator.later(node, env)];
    const elements: Thunk[] = [];
    for (const value of evaluator.evaluate(node.expression, env)) {
      if (value.kind === "list") elements.push(...value.items);
      else if (value.kind === "map") elements.push(...evaluator.itemsOf(value));
      else elements.push(() => [unknown(node.expression, reasonOf(value), env)]);
    }
    return elements;
  });
}

function reasonOf(value: Value): string {
  return value.kind === "unknown" ? value.reason : "it is no list";
}

function exportsOf(evaluator: Evaluator, file: string, seen: Set<string>): Map<string, Thunk> {
  const source = evaluator.project.source(file);
  const all = new Map<string, Thunk>();
  if (!source || seen.has(file)) return all;
  seen.add(file);
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.exportClause) continue;
    const specifier = statement.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) continue;
    const from = evaluator.project.resolveImport(file, specifier.text);
    if (from) for (const [name, thunk] of exportsOf(evaluator, from, seen)) all.set(name, thunk);
  }
  for (const [name, thunk] of exportsIn(evaluator, source)) all.set(name, thunk);
  return all;
}
