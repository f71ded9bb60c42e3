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
import type { FoundTool, Registration } from "./registration.js";

/** The decorated methods of one file. */
export function nestTools(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  return indexOf(source).decorated.flatMap((method) => {
    const decorator = ts.getDecorators(method)?.find((each) => isNestMcp(each, tool));
    if (!decorator || !ts.isCallExpression(decorator.expression)) return [];
    return [registration(evaluator, method, decorator, decorator.expression)];
  });
}

const tool = new Set(["Tool"]);

/** `@Tool(…)` and its like, by these names, imported from a package whose name says Nest and MCP. */
export function isNestMcp(decorator: ts.Decorator, names: ReadonlySet<string>): boolean {
  if (!ts.isCallExpression(decorator.expression)) return false;
  const callee = bare(decorator.expression.expression);
  if (!ts.isIdentifier(callee)) return false;
  const declared = lookup(callee, callee.text, "value");
  const what = declared && ts.isImportSpecifier(declared) ? importedName(declared) : undefined;
  if (!what || !names.has(what.name)) return false;
  return /mcp/i.test(what.specifier) && /nest/i.test(what.specifier);
}

function registration(
  evaluator: Evaluator,
  method: ts.MethodDeclaration,
  decorator: ts.Decorator,
  call: ts.CallExpression,
): Registration {
  return {
    form: "nest",
    node: decorator,
    tools: toolsOf(evaluator, method, call),
    parameter: () => parameterChange(evaluator, call),
    context: () => decoratorChange(method, decorator),
  };
}

function toolsOf(
  evaluator: Evaluator,
  method: ts.MethodDeclaration,
  call: ts.CallExpression,
): FoundTool[] {
  const [options] = call.arguments;
  const values = options ? evaluator.evaluate(options) : [];
  const schemas = options ? evaluator.member(values, "parameters", options, emptyEnv) : [];
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

function parameterChange(evaluator: Evaluator, call: ts.CallExpression): Change | Refusal {
  const [options] = call.arguments;
  const literal = options && bare(options);
  if (!literal || !ts.isObjectLiteralExpression(literal)) {
    return { reason: "the decorator's options are not written out there; write them out" };
  }
  const schema = propertyOf(literal, "parameters");
  if (schema && ts.isShorthandPropertyAssignment(schema)) {
    return shorthandChange(evaluator, schema, emptyEnv, "any");
  }
  if (schema && ts.isPropertyAssignment(schema)) {
    return schemaChange(evaluator, schema.initializer, emptyEnv, "any");
  }
  const empty = emptyZodObject(literal);
  if (schema || !empty || literal.properties.some(ts.isSpreadAssignment)) {
    return {
      reason: "the tool has no parameters to add one to; give it parameters: z.object({}) first",
    };
  }
  return withOwnZod(literal, intoLiteral(literal, `parameters: ${empty}`));
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
