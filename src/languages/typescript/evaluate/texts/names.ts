/** The texts that a name may stand for: a variable, parameter, import, field or property. */

import { ts } from "ts-morph";
import { argumentEnd } from "../../../shell/command-line.js";
import { importedNode } from "../../findings/origin-exports.js";
import { bare, nameOf, propertyOf } from "../../source/nodes.js";
import type { Project } from "../../source/parse.js";
import { type Declared, lookup } from "../../source/scope.js";
import { joined, union } from "./alternatives.js";
import { type Trail, unknown } from "./lookup-context.js";
import { passedAt, type Written, writtenTo } from "./passed.js";

const declarations = new WeakMap<Project, Map<Declared, readonly string[]>>();

/** What a declaration may hold, worked out once; unknown to itself, where it is defined in a circle. */
export function declared(declaration: Declared, trail: Trail): readonly string[] {
  const all = declarations.get(trail.project) ?? new Map<Declared, readonly string[]>();
  declarations.set(trail.project, all);
  const known = all.get(declaration);
  if (known) return known;
  all.set(declaration, unknown);
  const found = held(declaration, { ...trail, seen: [] });
  all.set(declaration, found);
  return found;
}

/** What a declaration is made with, and what is written to it or pushed onto it later. */
function held(declaration: Declared, trail: Trail): readonly string[] {
  if (ts.isVariableDeclaration(declaration)) {
    const { initializer } = declaration;
    const start = initializer ? trail.texts(initializer, trail) : [""];
    const isLoop = ts.isForOfStatement(declaration.parent.parent);
    return isLoop ? unknown : withWritten(start, writtenTo(declaration), trail);
  }
  if (ts.isParameter(declaration)) return parameter(declaration, trail);
  if (ts.isBindingElement(declaration)) {
    const { initializer } = declaration;
    return initializer ? union(trail.texts(initializer, trail), unknown) : unknown;
  }
  const found = importedNode(declaration, trail.project);
  if (found && ts.isVariableDeclaration(found)) return declared(found, trail);
  return found && ts.isExpression(found) ? trail.texts(found, trail) : unknown;
}

function withWritten(
  start: readonly string[],
  { instead, added }: Written,
  trail: Trail,
): readonly string[] {
  const all = union(start, ...instead.map((each) => trail.texts(each, trail)));
  // Whether and in which order they are added is not followed: every one of them may be.
  const parts = added.map((each) =>
    ts.isSpreadElement(each) ? trail.texts(each.expression, trail) : trail.texts(each, trail),
  );
  return parts.length === 0 ? all : joined([all, ...parts], argumentEnd);
}

/** A parameter's default and what the server's own calls pass; unknown where there are no such calls. */
function parameter(declaration: ts.ParameterDeclaration, trail: Trail): readonly string[] {
  const start = declaration.initializer ? trail.texts(declaration.initializer, trail) : [];
  const passed = declaration.dotDotDotToken ? undefined : passedAt(declaration, trail.project);
  if (!passed) return start.length > 0 ? start : unknown;
  const all = union(start, ...passed.map((each) => trail.texts(each, trail)));
  return withWritten(all, writtenTo(declaration), trail);
}

/** A field of this object, or a property of an object that is written out. */
export function member(value: ts.PropertyAccessExpression, trail: Trail): readonly string[] {
  const holder = bare(value.expression);
  const name = value.name.text;
  if (holder.kind === ts.SyntaxKind.ThisKeyword) return field(value, name, trail);
  const declaration = ts.isIdentifier(holder) && lookup(holder, holder.text, "value");
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const literal = made && bare(made);
  const property = literal && ts.isObjectLiteralExpression(literal) && propertyOf(literal, name);
  return property && ts.isPropertyAssignment(property)
    ? trail.texts(property.initializer, trail)
    : unknown;
}

/** `this.command`: how the class declares it, and what is assigned to it. */
function field(value: ts.Node, name: string, trail: Trail): readonly string[] {
  const around = ts.findAncestor(value, ts.isClassLike);
  const own = around?.members.find((each) => nameOf(each.name) === name);
  if (!own) return parameterProperty(around, name, trail);
  if (!ts.isPropertyDeclaration(own)) return unknown;
  const written = writtenTo(own);
  const start = own.initializer ? trail.texts(own.initializer, trail) : [];
  return start.length + written.instead.length === 0 ? unknown : withWritten(start, written, trail);
}

/** `constructor(private command = "aws")`. */
function parameterProperty(
  around: ts.ClassLikeDeclaration | undefined,
  name: string,
  trail: Trail,
) {
  const made = around?.members.find(ts.isConstructorDeclaration);
  const found = made?.parameters.find((each) => nameOf(each.name) === name);
  return found ? parameter(found, trail) : unknown;
}
