/** The places that call a function or make a class, anywhere in the server's sources outside tests. */

import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import {
  bare,
  calledName,
  type FunctionNode,
  isFunctionNode,
  nameOf,
  receiverOf,
  wordsPattern,
} from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import type { Env, Thunk } from "./value.js";

/** One place that calls a function, directly or as the callback of a list's method. */
export interface Site {
  readonly node: ts.Node;
  /** The expressions that decide what is passed. */
  readonly passed: readonly ts.Expression[];
  /** The lists of arguments that are passed in one environment of the place. */
  arguments(env: Env): (readonly Thunk[])[];
}

/** Who calls a function, found out once. */
export function callSitesOf(evaluator: Evaluator, fn: FunctionNode): readonly Site[] {
  return evaluator.ask("call sites", fn, () => sitesIn(evaluator, fn), []);
}

/** Where the sources call a function or make a class; a constructor is known by its class. */
export function sitesIn(
  evaluator: Evaluator,
  callee: FunctionNode | ts.ClassLikeDeclaration,
): Site[] {
  const owner = ts.isConstructorDeclaration(callee) ? callee.parent : callee;
  const name = nameOfFunction(owner);
  if (!name) return [];
  return filesNaming(evaluator, name, owner).flatMap((file) => {
    const source = evaluator.project.source(file);
    if (!source) return [];
    const index = indexOf(source);
    const direct = localNames(source, name).flatMap((local) =>
      (index.calls.get(local) ?? [])
        .filter((call) => reaches(evaluator, call, owner))
        .map((call) => callSite(evaluator, call)),
    );
    const handed = (index.passed.get(name) ?? [])
      .filter((identifier) => means(evaluator, identifier, owner))
      .flatMap((identifier) => iterationSite(evaluator, identifier));
    return [...direct, ...handed];
  });
}

/** The name that callers know a function or a class by. */
export function nameOfFunction(node: ts.Node): string | undefined {
  if (ts.isClassLike(node) || ts.isFunctionDeclaration(node)) {
    return node.name?.text ?? "default";
  }
  if (ts.isMethodDeclaration(node)) return nameOf(node.name);
  const { parent } = node;
  if (parent && (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent))) {
    return nameOf(parent.name);
  }
  if (parent && ts.isPropertyDeclaration(parent)) return nameOf(parent.name);
  return parent && ts.isExportAssignment(parent) ? "default" : undefined;
}

/** The server's files outside tests that hold the name by which others know `owner`. */
export function filesNaming(evaluator: Evaluator, name: string, owner: ts.Node): string[] {
  const own = owner.getSourceFile().fileName;
  const word = name === "default" ? stemOf(own) : name;
  const files = evaluator.project.filesWith(wordsPattern([word]));
  return files.includes(own) ? files : [own, ...files];
}

function stemOf(file: string): string {
  const stem = file.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  return stem === "index" ? (file.split("/").at(-2) ?? stem) : stem;
}

/** The names by which a file may call something: itself, what it is imported as. */
export function localNames(source: ts.SourceFile, name: string): string[] {
  const names = new Set([name]);
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const clause = statement.importClause;
    if (name === "default" && clause?.name) names.add(clause.name.text);
    const bindings = clause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const element of bindings.elements) {
      if (element.propertyName?.text === name) names.add(element.name.text);
    }
  }
  return [...names];
}

function reaches(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
  owner: ts.Node,
): boolean {
  if (ts.isNewExpression(call) !== ts.isClassLike(owner)) return false;
  const values = evaluator.evaluate(call.expression);
  if (values.some((value) => value.node === owner)) return true;
  // A method on something that can't be followed may be this one; a plain name that can is not.
  return (
    isMethod(owner) &&
    ts.isCallExpression(call) &&
    receiverOf(call) !== undefined &&
    values.some((value) => value.kind === "unknown" && !value.external)
  );
}

/** A method, or a function that is handed out as the property of an object, under its own name. */
function isMethod(owner: ts.Node): boolean {
  if (ts.isMethodDeclaration(owner) || ts.isPropertyAssignment(owner.parent)) return true;
  const { parent } = owner;
  if (!ts.isVariableDeclaration(parent) && !ts.isFunctionDeclaration(owner)) return false;
  const name = nameOfFunction(owner as FunctionNode) ?? "";
  const handed = indexOf(owner.getSourceFile()).passed.get(name) ?? [];
  return handed.some((each) => isPropertyNamed(each.parent, name));
}

function isPropertyNamed(node: ts.Node, name: string): boolean {
  return (
    (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
    nameOf(node.name) === name
  );
}

function means(evaluator: Evaluator, identifier: ts.Identifier, owner: ts.Node): boolean {
  return evaluator.evaluate(identifier).some((value) => value.node === owner);
}

function callSite(evaluator: Evaluator, call: ts.CallExpression | ts.NewExpression): Site {
  const passed = [...(call.arguments ?? [])];
  return {
    node: call,
    // A function is the same one whatever it closes over: it tells no two calls apart.
    passed: passed
      .map((each) => (ts.isSpreadElement(each) ? each.expression : each))
      .filter((each) => !isFunctionNode(bare(each))),
    arguments: (env) => [evaluator.spread(passed, env)],
  };
}

/** Whether a function's name is handed to a list's method that calls it for each element. */
export function isIteration(identifier: ts.Identifier): boolean {
  const call = identifier.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== identifier) return false;
  return receiverOf(call) !== undefined && /^(?:forEach|map|flatMap)$/.test(calledName(call) ?? "");
}

/** `tools.forEach(register)`: one call for each element. */
function iterationSite(evaluator: Evaluator, identifier: ts.Identifier): Site[] {
  const call = identifier.parent;
  const list = ts.isCallExpression(call) ? receiverOf(call) : undefined;
  if (!list || !isIteration(identifier)) return [];
  return [
    {
      node: call,
      passed: [list],
      arguments: (env) =>
        evaluator
          .elementsOf(evaluator.evaluate(list, env), call, env)
          .map((value) => [evaluator.only(value)]),
    },
  ];
}
