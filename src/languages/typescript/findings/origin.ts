/** Where a value comes from: the package and export behind a name, through imports, re-exports and constants. */

import { ts } from "ts-morph";
import {
  isAws,
  isModuleCall,
  loadedOrigin,
  moduleOrigin,
  type Origin,
} from "../project/module-names.js";
import { extended } from "../source/file-index.js";
import { bare, nameOf } from "../source/nodes.js";
import type { Project } from "../source/parse.js";
import { type Declared, lookup } from "../source/scope.js";
import { lateValue, valueBehind } from "./origin-behind.js";
import { findExport, starExports } from "./origin-exports.js";
import { functionOf, returnedBy } from "./origin-functions.js";

/** Re-exports and aliases followed before giving up: more is a circle. */
const maxDepth = 24;

/** Tells where the value of an expression comes from; undefined where it can't be followed. */
export function originOf(node: ts.Node, project: Project, depth = 0): Origin | undefined {
  if (depth > maxDepth) return undefined;
  const next = (inner: ts.Node): Origin | undefined => originOf(inner, project, depth + 1);
  const value = ts.isExpression(node) ? bare(node) : node;
  if (ts.isIdentifier(value)) {
    const declaration = lookup(value, value.text, "value");
    return declaration && ofDeclaration(declaration, project, depth + 1);
  }
  if (ts.isPropertyAccessExpression(value))
    return member(value.expression, value.name.text, project, depth);
  if (ts.isElementAccessExpression(value)) {
    const key = value.argumentExpression;
    return member(value.expression, ts.isStringLiteralLike(key) ? key.text : "?", project, depth);
  }
  if (ts.isQualifiedName(value)) return member(value.left, value.right.text, project, depth);
  if (ts.isConditionalExpression(value)) return next(value.whenTrue) ?? next(value.whenFalse);
  if (ts.isBinaryExpression(value)) return next(value.left) ?? next(value.right);
  if (ts.isClassExpression(value)) return ofClass(value, project, depth);
  return ts.isCallExpression(value) ? ofCall(value, project, depth) : undefined;
}

/** `require("x")`, `import("x")`; `promisify(f)` is `f`; a function of the server's own is what it returns. */
function ofCall(call: ts.CallExpression, project: Project, depth: number): Origin | undefined {
  const [first] = call.arguments;
  if (first && isModuleCall(call)) {
    return loadedOrigin(first, call.getSourceFile().fileName, project);
  }
  if (first && /(^|\.)promisify$/.test(call.expression.getText())) {
    return originOf(first, project, depth + 1);
  }
  const fn = functionOf(call.expression);
  return fn && ofReturned(fn, project, depth);
}

const returned = new WeakMap<Project, Map<ts.Node, Origin | undefined>>();

/** What a function returns, worked out once: functions call each other, and themselves. */
function ofReturned(fn: ts.Node, project: Project, depth: number): Origin | undefined {
  const all = returned.get(project) ?? new Map<ts.Node, Origin | undefined>();
  returned.set(project, all);
  if (all.has(fn)) return all.get(fn);
  all.set(fn, undefined);
  for (const value of returnedBy(fn)) {
    const found = originOf(value, project, depth + 1);
    if (found) all.set(fn, found);
    if (found) return found;
  }
  return undefined;
}

function ofDeclaration(declaration: Declared, project: Project, depth: number): Origin | undefined {
  const file = declaration.getSourceFile().fileName;
  if (ts.isImportSpecifier(declaration)) {
    const name = (declaration.propertyName ?? declaration.name).text;
    return imported(declaration.parent.parent.parent, name, file, project, depth);
  }
  if (ts.isNamespaceImport(declaration)) {
    return imported(declaration.parent.parent, "*", file, project, depth);
  }
  if (ts.isImportClause(declaration)) {
    return imported(declaration.parent, "default", file, project, depth);
  }
  if (ts.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    if (!ts.isExternalModuleReference(reference)) return originOf(reference, project, depth);
    const specifier = reference.expression;
    return ts.isStringLiteralLike(specifier)
      ? moduleOrigin(specifier.text, "*", file, project)
      : undefined;
  }
  if (ts.isClassLike(declaration)) return ofClass(declaration, project, depth);
  if (ts.isBindingElement(declaration)) return ofBinding(declaration, project, depth);
  if (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) {
    const { initializer, type } = declaration;
    const typed = type && ts.isTypeQueryNode(type) ? type.exprName : undefined;
    const value = initializer ?? typed ?? valueBehind(declaration);
    const found = value && originOf(value, project, depth);
    if (found || !ts.isVariableDeclaration(declaration)) return found;
    const late = lateValue(declaration);
    return late && originOf(late, project, depth + 1);
  }
  return undefined;
}

function ofBinding(
  element: ts.BindingElement,
  project: Project,
  depth: number,
): Origin | undefined {
  if (ts.isArrayBindingPattern(element.parent)) {
    const value = valueBehind(element);
    return value && originOf(value, project, depth + 1);
  }
  const held = valueBehind(element.parent.parent);
  const key = element.propertyName ?? element.name;
  if (!held || !(ts.isIdentifier(key) || ts.isStringLiteral(key))) return undefined;
  return member(held, key.text, project, depth);
}

function ofClass(
  node: ts.ClassLikeDeclaration,
  project: Project,
  depth: number,
): Origin | undefined {
  const base = extended(node);
  const origin = base && originOf(base, project, depth + 1);
  return origin && { ...origin, subclass: node };
}

function imported(
  statement: ts.ImportDeclaration | ts.JSDocImportTag,
  name: string,
  file: string,
  project: Project,
  depth: number,
): Origin | undefined {
  if (!ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const origin = moduleOrigin(statement.moduleSpecifier.text, name, file, project);
  return follow(origin, project, depth);
}

/** `holder.name`: an export of a module, or a property of an object written out in the server. */
function member(
  holder: ts.Node,
  name: string,
  project: Project,
  depth: number,
): Origin | undefined {
  if (depth > maxDepth) return undefined;
  const origin = originOf(holder, project, depth + 1);
  if (origin && !origin.subclass) {
    // `import s3 from "@aws-sdk/client-s3"`: the default of a CommonJS package is the package.
    if (origin.name === "*" || (origin.name === "default" && !origin.local)) {
      return follow({ ...origin, name }, project, depth);
    }
    return origin.local ? undefined : { ...origin, name: `${origin.name}.${name}` };
  }
  const literal = objectOf(holder);
  if (!literal) return undefined;
  for (const property of literal.properties) {
    if (nameOf(property.name) !== name && name !== "?") continue;
    const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
    const found = value && originOf(value, project, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function objectOf(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  const value = ts.isExpression(node) ? bare(node) : node;
  if (ts.isObjectLiteralExpression(value)) return value;
  if (!ts.isIdentifier(value)) return undefined;
  const declaration = lookup(value, value.text, "value");
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) {
    return undefined;
  }
  const inner = bare(declaration.initializer);
  return ts.isObjectLiteralExpression(inner) ? inner : undefined;
}

/** Goes on from an export of one of the server's files to where that file has it from. */
function follow(origin: Origin, project: Project, depth: number): Origin | undefined {
  if (!origin.local || origin.name === "*") return origin;
  if (depth > maxDepth) return undefined;
  const source = project.source(origin.module);
  if (!source) return undefined;
  const found = findExport(source, origin.name);
  if (found?.kind === "value") return ofValue(found.node, project, depth + 1);
  if (found?.kind === "module") {
    const next = moduleOrigin(found.specifier, found.name, source.fileName, project);
    return follow(next, project, depth + 1);
  }
  for (const specifier of starExports(source)) {
    const next = moduleOrigin(specifier, origin.name, source.fileName, project);
    // `export *` from an installed package could hold any name: only those of AWS are of interest here.
    const reached = next.local || isAws(specifier) ? follow(next, project, depth + 1) : undefined;
    if (reached) return reached;
  }
  return undefined;
}

function ofValue(node: ts.Node, project: Project, depth: number): Origin | undefined {
  const isDeclaration =
    ts.isVariableDeclaration(node) || ts.isClassLike(node) || ts.isBindingElement(node);
  return isDeclaration ? ofDeclaration(node, project, depth) : originOf(node, project, depth);
}
