/** Who calls a function and who makes a class, anywhere in the server's sources outside tests. */

import { ts } from "ts-morph";
import { indexOf } from "../fileindex.js";
import { productionFiles } from "../server-files.js";
import {
  bare,
  calledName,
  type FunctionNode,
  isFunctionNode,
  nameOf,
  receiverOf,
} from "../syntax.js";
import type { Evaluator } from "./evaluator.js";
import { type Class, type Env, emptyEnv, type Thunk, type Values } from "./value.js";

/** One place that calls a function, directly or as the callback of a list's method. */
export interface Site {
  readonly node: ts.Node;
  /** The expressions that decide what is passed. */
  readonly passed: readonly ts.Expression[];
  /** The lists of arguments that are passed in one environment of the place. */
  arguments(env: Env): (readonly Thunk[])[];
}

export interface Callers {
  sitesOf(fn: FunctionNode): readonly Site[];
  instancesOf(node: ts.ClassLikeDeclaration, env: Env): Values;
}

export function createCallers(self: () => Evaluator): Callers {
  const sites = new Map<ts.Node, readonly Site[]>();
  const instances = new Map<ts.Node, Values>();
  const sitesOf = (fn: FunctionNode): readonly Site[] => {
    const known = sites.get(fn);
    if (known) return known;
    sites.set(fn, []);
    const found = findSites(self(), fn);
    sites.set(fn, found);
    return found;
  };
  const instancesOf = (node: ts.ClassLikeDeclaration, env: Env): Values => {
    const known = instances.get(node);
    if (known) return known;
    instances.set(node, []);
    const found = findInstances(self(), node, env);
    instances.set(node, found);
    return found;
  };
  return { sitesOf, instancesOf };
}

function findSites(evaluator: Evaluator, fn: FunctionNode): Site[] {
  const owner = ts.isConstructorDeclaration(fn) ? fn.parent : fn;
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

function filesNaming(evaluator: Evaluator, name: string, owner: ts.Node): string[] {
  const own = owner.getSourceFile().fileName;
  const word = name === "default" ? stemOf(own) : name;
  const pattern = new RegExp(`(?<![\\w$])${word.replace(/[^\w]/g, "\\$&")}(?![\\w$])`);
  const { project } = evaluator;
  const production = new Set(productionFiles(project.server));
  return project.filesWith(pattern).filter((file) => file === own || production.has(file));
}

function stemOf(file: string): string {
  const stem = file.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  return stem === "index" ? (file.split("/").at(-2) ?? stem) : stem;
}

/** The names by which a file may call something: itself, what it is imported as. */
function localNames(source: ts.SourceFile, name: string): string[] {
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
    // A function is the same one whatever it closes over: it tells no two ways of calling apart.
    passed: passed
      .map((each) => (ts.isSpreadElement(each) ? each.expression : each))
      .filter((each) => !isFunctionNode(bare(each))),
    arguments: (env) => [evaluator.spread(passed, env)],
  };
}

/** `tools.forEach(register)`: one call for each element. */
function iterationSite(evaluator: Evaluator, identifier: ts.Identifier): Site[] {
  const call = identifier.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== identifier) return [];
  const list = receiverOf(call);
  if (!list || !/^(?:forEach|map|flatMap)$/.test(calledName(call) ?? "")) return [];
  return [
    {
      node: call,
      passed: [list],
      arguments: (env) =>
        evaluator
          .elementsOf(evaluator.evaluate(list, env), call, env)
          .map((value) => [() => [value]]),
    },
  ];
}

/** What every `new` of a class, or of one that extends it, makes. */
function findInstances(evaluator: Evaluator, node: ts.ClassLikeDeclaration, env: Env): Values {
  const made = findSites(evaluator, constructorLike(node)).flatMap((site) =>
    ts.isNewExpression(site.node)
      ? evaluator
          .environmentsOf(site.node, emptyEnv, site.passed)
          .flatMap((at) => evaluator.evaluate(site.node as ts.NewExpression, at))
      : [],
  );
  const below = subclassesOf(evaluator, node).flatMap((sub) => findInstances(evaluator, sub, env));
  const all = [...made, ...below];
  if (all.length > 0 || isAbstract(node)) return all;
  const of: Class = { kind: "class", node, env };
  return [{ kind: "instance", node, of, env }];
}

/** `findSites` asks for a function; a class stands for its constructor. */
function constructorLike(node: ts.ClassLikeDeclaration): FunctionNode {
  const found = node.members.find(ts.isConstructorDeclaration);
  return found ?? (node as unknown as FunctionNode);
}

function subclassesOf(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
): ts.ClassLikeDeclaration[] {
  const name = node.name?.text;
  if (!name) return [];
  return filesNaming(evaluator, name, node).flatMap((file) => {
    const source = evaluator.project.source(file);
    const extending = source ? (indexOf(source).extending.get(name) ?? []) : [];
    return extending.filter((each) => each !== node);
  });
}

function isAbstract(node: ts.ClassLikeDeclaration): boolean {
  return (
    ts
      .getModifiers(node as ts.ClassDeclaration)
      ?.some((modifier) => modifier.kind === ts.SyntaxKind.AbstractKeyword) ?? false
  );
}
