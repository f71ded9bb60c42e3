/** Nest: methods that carry `@Tool({ name, parameters })` of an MCP module. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { importedName } from "../evaluate/modules.js";
import { emptyEnv } from "../evaluate/value.js";
import { emptyZodObject, schemaChange, shorthandChange, withOwnZod } from "../migrate/schema.js";
import {
  type Change,
  change,
  type Refusal,
  schemaHas,
  serviceName,
} from "../migrate/service-names.js";
import { ownReading } from "../migrate/wrapper.js";
import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { at, indentOf, intoLiteral, lineBreakOf } from "../source/insert.js";
import { bare, nameOf, propertyOf } from "../source/nodes.js";
import { placeOf } from "../source/parse.js";
import { lookup } from "../source/scope.js";
import type { Line } from "./library.js";
import { linesOf, mayHave } from "./library-queries.js";
import type { FoundTool, Registration } from "./registration.js";

/** The decorated methods of one file. */
export function nestTools(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  return indexOf(source).decorated.flatMap((method) => {
    return decoratedBy(method, lines).flatMap(({ decorator, call, line }) =>
      registration(evaluator, method, decorator, call, line.schema),
    );
  });
}

const lines = linesOf("decorator", "tool");

interface Decorated {
  readonly decorator: ts.Decorator;
  readonly call: ts.CallExpression;
  readonly line: Line;
}

/** The decorator of one of these lines that a method carries. */
export function decoratedBy(method: ts.MethodDeclaration, among: readonly Line[]): Decorated[] {
  const all = ts.getDecorators(method)?.flatMap((decorator): Decorated[] => {
    const call = decorator.expression;
    if (!ts.isCallExpression(call)) return [];
    return among
      .filter((line) => isImported(bare(call.expression), line))
      .map((line) => ({ decorator, call, line }));
  });
  return all?.slice(0, 1) ?? [];
}

/** Whether this is the line's word, imported from the library that has the line, or a relative of it. */
function isImported(callee: ts.Expression, line: Line): boolean {
  if (!ts.isIdentifier(callee)) return false;
  const declared = lookup(callee, callee.text, "value");
  const what = declared && ts.isImportSpecifier(declared) ? importedName(declared) : undefined;
  return what?.name === line.word && mayHave(what.specifier, line);
}

function registration(
  evaluator: Evaluator,
  method: ts.MethodDeclaration,
  decorator: ts.Decorator,
  call: ts.CallExpression,
  schema: string,
): Registration {
  return {
    form: "nest",
    node: decorator,
    tools: toolsOf(evaluator, method, call, schema),
    parameter: () => parameterChange(evaluator, call, schema),
    context: () => decoratorChange(method, decorator),
  };
}

function toolsOf(
  evaluator: Evaluator,
  method: ts.MethodDeclaration,
  call: ts.CallExpression,
  schema: string,
): FoundTool[] {
  const [options] = call.arguments;
  const values = options ? evaluator.evaluate(options) : [];
  const schemas = options ? evaluator.member(values, schema, options, emptyEnv) : [];
  const halves = { hasParameter: schemaHas(schemas), hasContext: hasContext(method) };
  const names = options ? evaluator.member(values, "name", options, emptyEnv) : [];
  const known = names.flatMap((name) => (name.kind === "text" ? [name] : []));
  const place = placeOf(method.name);
  const fallback = nameOf(method.name) ?? "<tool>";
  // Without a name in the options the module takes the method's.
  const texts = known.length > 0 ? known.map(({ text }) => text) : [fallback];
  return texts.map((name) => ({ name, place, node: method.name, ...halves }));
}

/** Whether a method carries `@accountContext`. */
export function hasContext(method: ts.MethodDeclaration): boolean {
  return (ts.getDecorators(method) ?? []).some(isContext);
}

function isContext(decorator: ts.Decorator): boolean {
  const { expression } = decorator;
  const callee = ts.isCallExpression(expression) ? expression.expression : expression;
  return serviceName(callee) === "accountContext";
}

function parameterChange(
  evaluator: Evaluator,
  call: ts.CallExpression,
  name: string,
): Change | Refusal {
  const [options] = call.arguments;
  const literal = options && bare(options);
  if (!literal || !ts.isObjectLiteralExpression(literal)) {
    return { reason: "the decorator's options are not written out there; write them out" };
  }
  const schema = propertyOf(literal, name);
  if (schema && ts.isShorthandPropertyAssignment(schema)) {
    return shorthandChange(evaluator, schema, emptyEnv, "any");
  }
  if (schema && ts.isPropertyAssignment(schema)) {
    return schemaChange(evaluator, schema.initializer, emptyEnv, "any");
  }
  const empty = emptyZodObject(literal);
  if (schema || !empty || literal.properties.some(ts.isSpreadAssignment)) {
    return {
      reason: `the tool has no ${name} to add one to; give it ${name}: z.object({}) first`,
    };
  }
  return withOwnZod(literal, intoLiteral(literal, `${name}: ${empty}`));
}

/** `@accountContext` under `@Tool`: decorators apply from below, so the tool is the wrapped method. */
export function decoratorChange(
  method: ts.MethodDeclaration,
  decorator: ts.Decorator,
): Change | Refusal {
  const refusal = ownReading(method, []);
  if (refusal) return refusal;
  const source = method.getSourceFile();
  const end = decorator.getEnd();
  const isOwnLine = /^[^\S\r\n]*[\r\n]/.test(source.text.slice(end));
  const gap = isOwnLine
    ? lineBreakOf(source.text) + indentOf(source.text, decorator.getStart(source))
    : " ";
  return change(method, "accountContext", [at(method, end, `${gap}@accountContext`)]);
}
