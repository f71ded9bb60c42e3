/** `server.tool(…)`: every overload of the SDK, spread arguments included. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Value } from "../evaluate/value.js";
import { schemaChange, withOwnZod } from "../migrate/schema.js";
import { hasParameter, zodProperty } from "../migrate/service-names.js";
import { handlerChange, isWrapped } from "../migrate/wrapper.js";
import { ts } from "../source/compiler.js";
import { at } from "../source/insert.js";
import { bare } from "../source/nodes.js";
import { toolsFromAnywhere } from "./dependent-tools.js";
import type { Registration } from "./registration.js";
import type { ServerCall } from "./server-calls.js";
import { spreadRegistration } from "./spread.js";

/** What one call of such a method registers. */
export function toolByArguments(evaluator: Evaluator, each: ServerCall): Registration[] {
  return each.list || each.args.some(ts.isSpreadElement)
    ? [spreadRegistration(evaluator, each, "tool-spread")]
    : [registration(evaluator, each)];
}

interface Arguments {
  readonly name: ts.Expression;
  readonly schema: ts.Expression | undefined;
  /** Where a schema would go: before the annotations or the handler. */
  readonly next: ts.Expression;
  readonly handler: ts.Expression;
}

function registration(evaluator: Evaluator, { call, args }: ServerCall): Registration {
  const { name, schema, next, handler } = argumentsOf(evaluator, args);
  return {
    form: "tool",
    node: call,
    tools: toolsFromAnywhere(evaluator, call, name, (env) => ({
      hasParameter: schema !== undefined && hasParameter(schema, evaluator.evaluate(schema, env)),
      hasContext: isWrapped(handler, evaluator.evaluate(handler, env)),
      input: () => schema && evaluator.evaluate(schema, env),
      handler: () => evaluator.evaluate(handler, env),
    })).tools,
    parameter: () => {
      if (schema) return schemaChange(evaluator, schema, emptyEnv, "raw");
      // Before the wrapper's opening, where both go to one place.
      const edit = { ...at(call, next.getStart(), `{ ${zodProperty} }, `), rank: -1 };
      return withOwnZod(call, [edit]);
    },
    context: () => handlerChange(evaluator, handler, emptyEnv, schema !== undefined),
  };
}

/** Which argument is which, told as the SDK tells them: by position and by what an object holds. */
function argumentsOf(evaluator: Evaluator, args: readonly ts.Expression[]): Arguments {
  const [name, ...rest] = args as [ts.Expression, ...ts.Expression[]];
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
