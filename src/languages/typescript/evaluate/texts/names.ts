/** The texts that a name may stand for: a variable, parameter, import, field or property. */

import {
  type Alternatives,
  anything,
  asWord,
  concatenated,
  listed,
  only,
  union,
} from "../../../shell/alternatives.js";
import { ts } from "../../source/compiler.js";
import { bare, nameOf, propertyOf } from "../../source/nodes.js";
import type { Project } from "../../source/parse.js";
import { type Declared, lookup } from "../../source/scope.js";
import { importedNode } from "./exports.js";
import type { LookupContext } from "./lookup-context.js";
import { passedAt, type Written, writtenTo } from "./passed.js";

const declarations = new WeakMap<Project, Map<Declared, Alternatives>>();

/** What a declaration may hold, worked out once; unknown to itself, where it is defined in a circle. */
export function declared(declaration: Declared, context: LookupContext): Alternatives {
  const all = declarations.get(context.project) ?? new Map<Declared, Alternatives>();
  declarations.set(context.project, all);
  const known = all.get(declaration);
  if (known) return known;
  all.set(declaration, anything);
  const found = held(declaration, { ...context, seen: [] });
  all.set(declaration, found);
  return found;
}

/** What a declaration is made with, and what is written to it or pushed onto it later. */
function held(declaration: Declared, context: LookupContext): Alternatives {
  if (ts.isVariableDeclaration(declaration)) {
    const { initializer } = declaration;
    const start = initializer ? context.texts(initializer, context) : only("");
    const isLoop = ts.isForOfStatement(declaration.parent.parent);
    return isLoop ? anything : withWritten(start, writtenTo(declaration), context);
  }
  if (ts.isParameter(declaration)) return parameter(declaration, context);
  if (ts.isBindingElement(declaration)) {
    const { initializer } = declaration;
    return initializer ? union(context.texts(initializer, context), anything) : anything;
  }
  const found = importedNode(declaration, context.project);
  if (found && ts.isVariableDeclaration(found)) return declared(found, context);
  return found && ts.isExpression(found) ? context.texts(found, context) : anything;
}

/** Whether and in which order things are added is not followed: every one of them may be. */
function withWritten(
  start: Alternatives,
  { instead, summands, pushed }: Written,
  context: LookupContext,
): Alternatives {
  const textsOf = (node: ts.Expression): Alternatives => context.texts(node, context);
  const all = union(start, ...instead.map(textsOf));
  const text = summands.length === 0 ? all : concatenated([all, ...summands.map(textsOf)]);
  return pushed.length === 0 ? text : listed([text, ...pushed.map((each) => item(each, context))]);
}

/** One item of a list, or several that are spread into it. */
export function item(node: ts.Expression, context: LookupContext): Alternatives {
  return ts.isSpreadElement(node)
    ? context.texts(node.expression, context)
    : asWord(context.texts(node, context));
}

/** A parameter's default and what the server's own calls pass; unknown where there are no such calls. */
function parameter(declaration: ts.ParameterDeclaration, context: LookupContext): Alternatives {
  const start = declaration.initializer ? context.texts(declaration.initializer, context) : [];
  const passed = declaration.dotDotDotToken ? undefined : passedAt(declaration, context.project);
  if (!passed) return start.length > 0 ? start : anything;
  const all = union(start, ...passed.map((each) => context.texts(each, context)));
  return withWritten(all, writtenTo(declaration), context);
}

/** A field of this object, or a property of an object that is written out. */
export function member(value: ts.PropertyAccessExpression, context: LookupContext): Alternatives {
  const holder = bare(value.expression);
  const name = value.name.text;
  if (holder.kind === ts.SyntaxKind.ThisKeyword) return field(value, name, context);
  const declaration = ts.isIdentifier(holder) && lookup(holder, holder.text, "value");
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const literal = made && bare(made);
  const property = literal && ts.isObjectLiteralExpression(literal) && propertyOf(literal, name);
  return property && ts.isPropertyAssignment(property)
    ? context.texts(property.initializer, context)
    : anything;
}

/** `this.command`: how the class declares it, and what is assigned to it. */
function field(value: ts.Node, name: string, context: LookupContext): Alternatives {
  const around = ts.findAncestor(value, ts.isClassLike);
  const own = around?.members.find((each) => nameOf(each.name) === name);
  if (!own) return parameterProperty(around, name, context);
  if (!ts.isPropertyDeclaration(own)) return anything;
  const written = writtenTo(own);
  const start = own.initializer ? context.texts(own.initializer, context) : [];
  return start.length + written.instead.length === 0
    ? anything
    : withWritten(start, written, context);
}

/** `constructor(private command = "aws")`. */
function parameterProperty(
  around: ts.ClassLikeDeclaration | undefined,
  name: string,
  context: LookupContext,
) {
  const made = around?.members.find(ts.isConstructorDeclaration);
  const found = made?.parameters.find((each) => nameOf(each.name) === name);
  return found ? parameter(found, context) : anything;
}
