/** A tool as one object with its name, its schema and its handler: where the halves go, and what they are. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Value, type Values } from "../evaluate/value.js";
import { emptyZodObject, schemaChange, shorthandChange, withOwnZod } from "../migrate/schema.js";
import {
  type Change,
  change,
  contextWrappers,
  isCallOf,
  parameterWrappers,
  type Refusal,
  schemaHas,
} from "../migrate/service-names.js";
import { handlerChange } from "../migrate/wrapper.js";
import { ts } from "../source/compiler.js";
import { around, intoLiteral } from "../source/insert.js";
import { bare, propertyOf } from "../source/nodes.js";
import { placeOf } from "../source/parse.js";
import type { Line } from "./library.js";
import { definitionOf, distinct, type FoundTool, unnamed } from "./registration.js";

const wholeWrapper = new Set(["withAccountTool"]);

/** The names under which the line of a method says that its objects hold the schema and the handler. */
type Keys = Pick<Line, "schema" | "handler">;

/** The tools that an expression, or each element of a list, stands for, however the place is reached. */
export function toolObjects(
  evaluator: Evaluator,
  at: ts.Node,
  expression: ts.Expression,
  keys: Keys,
  isList = false,
): FoundTool[] {
  const isWhole = isCallOf(expression, wholeWrapper);
  const environments = evaluator.environmentsOf(at, emptyEnv, [expression]);
  const values = environments.flatMap((env) => {
    const found = evaluator.evaluate(expression, env);
    return isList ? evaluator.elementsOf(found, expression, env) : found;
  });
  if (values.length === 0) {
    const done = { hasParameter: isWhole, hasContext: isWhole };
    return [{ ...unnamed(expression, "it is made at run time"), ...done }];
  }
  return distinct(values.flatMap((value) => objectTools(evaluator, value, expression, keys)));
}

function objectTools(
  evaluator: Evaluator,
  value: Value,
  expression: ts.Expression,
  keys: Keys,
): FoundTool[] {
  const member = (name: string): Values => evaluator.member([value], name, value.node, emptyEnv);
  const went = (names: ReadonlySet<string>): boolean =>
    value.through?.some((name) => names.has(name)) ?? false;
  const schemas = member(keys.schema);
  const handlers = member(keys.handler);
  const halves = {
    hasParameter: went(parameterWrappers) || schemaHas(schemas),
    hasContext:
      went(contextWrappers) ||
      (handlers.length > 0 && handlers.every((each) => isWrappedValue(each))),
    handler: () => handlers,
    ...(value.kind === "object" && !value.open
      ? { input: () => (value.properties.has(keys.schema) ? schemas : undefined) }
      : {}),
  };
  const names = member("name");
  if (names.length === 0) {
    const reason = value.kind === "unknown" ? value.reason : "its name is made at run time";
    return [{ ...unnamed(expression, reason), ...halves }];
  }
  return names.map((name) => {
    if (name.kind !== "text") {
      const reason = name.kind === "unknown" ? name.reason : "its name is made at run time";
      return { ...unnamed(expression, reason), ...halves };
    }
    const node = definitionOf(name.node, value.kind === "unknown" ? expression : value.node);
    return { name: name.text, place: placeOf(node), node, ...halves };
  });
}

function isWrappedValue(value: Value): boolean {
  return value.through?.some((name) => contextWrappers.has(name)) ?? false;
}

/** How the schema of a tool object gets the parameter. */
export function objectParameter(
  evaluator: Evaluator,
  expression: ts.Expression,
  keys: Keys,
): Change | Refusal {
  const literal = literalOf(expression, keys);
  if (!literal) return whole(expression);
  const schema = propertyOf(literal, keys.schema);
  if (!schema) {
    const empty = emptyZodObject(literal);
    if (!empty || literal.properties.some(ts.isSpreadAssignment)) return whole(expression);
    return withOwnZod(literal, intoLiteral(literal, `${keys.schema}: ${empty}`));
  }
  if (ts.isShorthandPropertyAssignment(schema)) {
    return shorthandChange(evaluator, schema, emptyEnv, "any");
  }
  if (!ts.isPropertyAssignment(schema)) return whole(expression);
  return schemaChange(evaluator, schema.initializer, emptyEnv, "any");
}

/** How the handler of a tool object is wrapped. */
export function objectContext(
  evaluator: Evaluator,
  expression: ts.Expression,
  keys: Keys,
): Change | Refusal {
  const literal = literalOf(expression, keys);
  const handler = literal && propertyOf(literal, keys.handler);
  return handler && ts.isPropertyAssignment(handler)
    ? handlerChange(evaluator, handler.initializer, emptyEnv, true)
    : whole(expression);
}

/** Where the parameter needs the whole object wrapped, the same wrapper brings the context. */
function usesWhole(literal: ts.ObjectLiteralExpression, keys: Keys): boolean {
  const schema = propertyOf(literal, keys.schema);
  if (schema) return !ts.isPropertyAssignment(schema) && !ts.isShorthandPropertyAssignment(schema);
  return !emptyZodObject(literal) || literal.properties.some(ts.isSpreadAssignment);
}

/** The literal, where both halves can be changed inside of it. */
function literalOf(expression: ts.Expression, keys: Keys): ts.ObjectLiteralExpression | undefined {
  const literal = bare(expression);
  if (!ts.isObjectLiteralExpression(literal)) return undefined;
  const handler = propertyOf(literal, keys.handler);
  return handler && ts.isPropertyAssignment(handler) && !usesWhole(literal, keys)
    ? literal
    : undefined;
}

function whole(expression: ts.Expression): Change {
  return change(expression, "withAccountTool", around(expression, "withAccountTool(", ")"));
}
