/** What a call gives: what the function returns, an object of the class, or something made outside. */

import type { Node } from "web-tree-sitter";
import { type At, field, keyOf, selfOf } from "../source/nodes.js";
import { builtinCall } from "./builtins.js";
import { loopEnvs } from "./loops.js";
import { argumentBindings } from "./parameters.js";
import type { Program } from "./program.js";
import { toolObject } from "./tool-objects.js";
import {
  argumentsOf,
  bindingKey,
  type Env,
  extend,
  type FunctionValue,
  unknown,
  type Value,
} from "./values.js";

/** How many calls may lead into one another. */
const DEEPEST = 8;

export function callValue(program: Program, at: At, env: Env): readonly Value[] {
  const callee = field(at.node, "function");
  if (!callee) return [];
  const built = builtinCall(program, at, callee, env);
  if (built) return built;
  const called = program.evaluate({ file: at.file, node: callee }, env);
  return called.flatMap((value) => oneCall(program, at, env, value));
}

function oneCall(program: Program, at: At, env: Env, callee: Value): readonly Value[] {
  switch (callee.kind) {
    case "function":
      return returned(program, callee, at, env);
    case "class":
      return [{ kind: "instance", of: callee, call: at, env }];
    case "outside":
      return (
        toolObject(program, callee.path, at, env) ??
        loadedModule(program, callee.path, at, env) ?? [
          { kind: "made", path: callee.path, at, env },
        ]
      );
    case "made":
      return [{ kind: "made", path: `${callee.path}()`, at, env }];
    case "free":
    case "unknown":
      return [callee];
    default:
      return unknown("what it calls is not known");
  }
}

/** The module that `importlib.import_module("name")` gives, where its name is written. */
function loadedModule(
  program: Program,
  path: string,
  at: At,
  env: Env,
): readonly Value[] | undefined {
  if (!/^(?:importlib\.import_module|builtins\.__import__)$/.test(path)) return undefined;
  const { positional, named } = argumentsOf(at.node);
  const given = positional[0] ?? named.get("name");
  const [name, more] = given ? program.evaluate({ file: at.file, node: given }, env) : [];
  if (name?.kind !== "string" || more || !/^\w+(?:\.\w+)*$/.test(name.value)) return undefined;
  // `__import__("a.b")` gives a.
  const module = path.endsWith("__import__") ? (name.value.split(".")[0] ?? "") : name.value;
  const target = program.modules.resolve(at.file, module, 0);
  if (target.kind === "outside") return [{ kind: "outside", path: target.path }];
  return [{ kind: "module", target }];
}

/** What a function of the server returns when it is called so. */
function returned(program: Program, callee: FunctionValue, call: At, env: Env): readonly Value[] {
  if (env.depth >= DEEPEST) return unknown("calls lead too deep");
  const bindings = argumentBindings(program, callee, call, env, callee.self !== undefined);
  const { self } = callee;
  if (self) bindings.push([bindingKey(callee, selfOf(callee.node) ?? ""), () => [self]]);
  const inner = extend({ ...callee.env, depth: env.depth }, bindings, 1);
  const { results, yields } = exits(program, callee);
  const values = (nodes: readonly Node[]) =>
    nodes.flatMap((node) => {
      const where = { file: callee.file, node };
      return loopEnvs(program, where, inner).map((turn) => program.evaluate(where, turn));
    });
  if (yields.length > 0) return [{ kind: "list", items: values(yields) }];
  const all = values(results).flat();
  const useful = all.filter((value) => value.kind !== "none");
  return useful.length > 0 ? useful : [{ kind: "none" }];
}

interface Exits {
  readonly results: readonly Node[];
  readonly yields: readonly Node[];
}

/** The expressions that a function returns and yields, those of functions inside it left out. */
export function exits(program: Program, definition: At): Exits {
  return program.remember(`exits ${keyOf(definition)}`, () => {
    const module = program.module(definition.file);
    const { startIndex, endIndex } = definition.node;
    const results: Node[] = [];
    const yields: Node[] = [];
    for (const match of module?.text.slice(startIndex, endIndex).matchAll(/\b(return|yield)\b/g) ??
      []) {
      const word = module?.root.descendantForIndex(startIndex + match.index);
      const statement = word?.parent;
      const value = statement?.firstNamedChild;
      if (!value || !belongsTo(statement, definition.node)) continue;
      if (statement.type === "return_statement") results.push(value);
      else if (statement.type === "yield") yields.push(value);
    }
    return { results, yields };
  });
}

function belongsTo(node: Node, definition: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === "lambda") return false;
    if (at.type === "function_definition") return at.id === definition.id;
  }
  return false;
}
