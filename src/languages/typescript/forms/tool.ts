/** `server.tool(…)`: every overload of the SDK, spread arguments included. */

import { ts } from "ts-morph";
import { around, at } from "../edits.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { type Env, emptyEnv, type Value, type Values } from "../evaluate/value.js";
import { indexOf } from "../fileindex.js";
import { handlerChange, isWrapped } from "../handler.js";
import { placeOf } from "../parse.js";
import { serverKind } from "../receivers.js";
import { type FoundTool, type Registration, toolsNamed, unnamed } from "../registration.js";
import { schemaChange } from "../schema.js";
import {
  change,
  contextWrappers,
  hasParameter,
  isCallOf,
  parameterWrappers,
  zodProperty,
} from "../services.js";
import { bare } from "../syntax.js";

/** The registrations through `tool` in one file. */
export function toolCalls(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  const calls = (indexOf(source).calls.get("tool") ?? []).filter(ts.isCallExpression);
  return calls
    .filter((call) => call.arguments.length > 0 && serverKind(evaluator, call) === "high")
    .map((call) =>
      call.arguments.some(ts.isSpreadElement)
        ? spreadRegistration(evaluator, call)
        : registration(evaluator, call),
    );
}

interface Arguments {
  readonly name: ts.Expression;
  readonly schema: ts.Expression | undefined;
  /** Where a schema would go: before the annotations or the handler. */
  readonly next: ts.Expression;
  readonly handler: ts.Expression;
}

function registration(evaluator: Evaluator, call: ts.CallExpression): Registration {
  const { name, schema, next, handler } = argumentsOf(evaluator, call);
  return {
    form: "tool",
    node: call,
    tools: toolsNamed(evaluator, call, name, (env) => ({
      hasParameter: schema !== undefined && hasParameter(schema, evaluator.evaluate(schema, env)),
      hasContext: isWrapped(handler, evaluator.evaluate(handler, env)),
    })),
    parameter: () => {
      if (schema) return schemaChange(evaluator, schema, emptyEnv, "raw");
      const edit = at(call, next.getStart(), `{ ${zodProperty} }, `);
      return change(call, "targetAccountId", [edit]);
    },
    context: () => handlerChange(evaluator, handler, emptyEnv, schema !== undefined),
  };
}

/** Which argument is which, told as the SDK tells them: by position and by what an object holds. */
function argumentsOf(evaluator: Evaluator, call: ts.CallExpression): Arguments {
  const [name, ...rest] = call.arguments as unknown as [ts.Expression, ...ts.Expression[]];
  const handler = rest.at(-1) ?? name;
  const middle = rest.slice(0, -1);
  const hasDescription = middle[0] !== undefined && isDescription(evaluator, middle[0], middle);
  const objects = hasDescription ? middle.slice(1) : middle;
  const [first] = objects;
  const isSchema = first !== undefined && !isAnnotations(evaluator, first);
  return {
    name,
    schema: isSchema ? first : undefined,
    next: first ?? handler,
    handler,
  };
}

function isDescription(
  evaluator: Evaluator,
  node: ts.Expression,
  middle: readonly ts.Expression[],
): boolean {
  const inner = bare(node);
  if (ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner)) return true;
  if (ts.isObjectLiteralExpression(inner)) return false;
  const values = evaluator.evaluate(inner, emptyEnv);
  if (values.some((value) => value.kind === "text")) return true;
  if (values.some((value) => value.kind === "object")) return false;
  if (ts.isBinaryExpression(inner)) return true;
  // With three between name and handler the first can only be the description.
  return middle.length > 1 || /desc/i.test(inner.getText());
}

const annotationNames = new Set([
  "title",
  "readOnlyHint",
  "destructiveHint",
  "idempotentHint",
  "openWorldHint",
]);

function isAnnotations(evaluator: Evaluator, node: ts.Expression): boolean {
  const values = evaluator.evaluate(node, emptyEnv);
  return values.length > 0 && values.every((value) => holdsOnlyAnnotations(value));
}

function holdsOnlyAnnotations(value: Value): boolean {
  if (value.kind !== "object" || value.properties.size === 0) return false;
  return [...value.properties.keys()].every((name) => annotationNames.has(name));
}

/** `server.tool(...tool)`: the tuple is completed as a whole. */
function spreadRegistration(evaluator: Evaluator, call: ts.CallExpression): Registration {
  const [first] = call.arguments;
  const isWhole = call.arguments.length === 1 && first !== undefined && ts.isSpreadElement(first);
  const tuple = isWhole ? (first as ts.SpreadElement).expression : call;
  const refusal = {
    reason:
      "some of the arguments are spread and some are not, so that it can't be told which is the schema; write them out, or put all of them into the list that is spread",
  };
  const fix = () =>
    isWhole ? change(call, "withAccountTool", around(tuple, "withAccountTool(", ")")) : refusal;
  const wrapped = isWhole && isCallOf(tuple, parameterWrappers);
  return {
    form: "tool-spread",
    node: call,
    tools: tuplesOf(evaluator, call, tuple).map((tool) => ({
      ...tool,
      hasParameter: tool.hasParameter || wrapped,
      hasContext: tool.hasContext || wrapped,
    })),
    parameter: fix,
    context: fix,
  };
}

function tuplesOf(
  evaluator: Evaluator,
  call: ts.CallExpression,
  tuple: ts.Expression,
): FoundTool[] {
  const needed = call.arguments.map((each) => (ts.isSpreadElement(each) ? each.expression : each));
  const environments = evaluator.environmentsOf(call, emptyEnv, needed);
  return environments.map((env) => tupleTool(evaluator, call, tuple, env));
}

function tupleTool(
  evaluator: Evaluator,
  call: ts.CallExpression,
  tuple: ts.Expression,
  env: Env,
): FoundTool {
  const items = evaluator.spread(call.arguments, env).map((item) => item());
  const [name] = items[0] ?? [];
  const hasParameter = items.slice(1, -1).some((values) => schemaHas(values));
  const last = items.at(-1) ?? [];
  const hasContext = last.some((value) => value.through?.some((each) => contextWrappers.has(each)));
  if (name?.kind !== "text") {
    const reason = name?.kind === "unknown" ? name.reason : "its name is made at run time";
    return { ...unnamed(tuple, reason), hasParameter, hasContext };
  }
  const { node } = name;
  return { name: name.text, place: placeOf(node), node, hasParameter, hasContext };
}

function schemaHas(values: Values): boolean {
  const [value] = values;
  return value !== undefined && ts.isExpression(value.node) && hasParameter(value.node, values);
}
