/** `server.registerTool(name, config, handler)`, SDK v1 and v2. */

import { ts } from "ts-morph";
import { around, intoLiteral } from "../edits.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { type Env, emptyEnv, type Values } from "../evaluate/value.js";
import { indexOf } from "../fileindex.js";
import { handlerChange, isWrapped } from "../handler.js";
import { serverKind } from "../receivers.js";
import { type Registration, toolsNamed } from "../registration.js";
import { schemaChange, shorthandChange } from "../schema.js";
import {
  type Change,
  change,
  hasParameter,
  isCallOf,
  parameterWrappers,
  type Refusal,
  wentThrough,
  zodProperty,
} from "../services.js";
import { bare, propertyOf } from "../syntax.js";

/** The registrations through `registerTool` in one file. */
export function registerToolCalls(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  const calls = (indexOf(source).calls.get("registerTool") ?? []).filter(ts.isCallExpression);
  return calls.flatMap((call) => {
    const [name, config, handler] = call.arguments;
    if (!name || !config || !handler || call.arguments.some(ts.isSpreadElement)) return [];
    if (serverKind(evaluator, call) !== "high") return [];
    return [registration(evaluator, call, name, config, handler)];
  });
}

function registration(
  evaluator: Evaluator,
  call: ts.CallExpression,
  name: ts.Expression,
  config: ts.Expression,
  handler: ts.Expression,
): Registration {
  return {
    form: "register-tool",
    node: call,
    tools: toolsNamed(evaluator, call, name, (env) => ({
      hasParameter: configHas(evaluator, config, env),
      hasContext: isWrapped(handler, evaluator.evaluate(handler, env)),
    })),
    parameter: () => configChange(evaluator, config),
    context: () => handlerChange(evaluator, handler, emptyEnv, takesArguments(evaluator, config)),
  };
}

function configHas(evaluator: Evaluator, config: ts.Expression, env: Env): boolean {
  const values = evaluator.evaluate(config, env);
  if (isCallOf(config, parameterWrappers) || wentThrough(values, parameterWrappers)) return true;
  return (
    values.length > 0 &&
    values.every((value) => {
      const schemas = evaluator.member([value], "inputSchema", config, env);
      const [schema] = schemas;
      return (
        schema !== undefined && ts.isExpression(schema.node) && hasParameter(schema.node, schemas)
      );
    })
  );
}

function configChange(evaluator: Evaluator, config: ts.Expression): Change | Refusal {
  const literal = bare(config);
  const whole = () =>
    change(config, "withAccountConfig", around(config, "withAccountConfig(", ")"));
  if (!ts.isObjectLiteralExpression(literal)) return whole();
  const schema = propertyOf(literal, "inputSchema");
  if (!schema) {
    if (literal.properties.some(ts.isSpreadAssignment)) return whole();
    const added = `inputSchema: { ${zodProperty} }`;
    return change(config, "targetAccountId", intoLiteral(literal, added));
  }
  if (ts.isShorthandPropertyAssignment(schema)) {
    return shorthandChange(evaluator, schema, emptyEnv, "any");
  }
  return ts.isPropertyAssignment(schema)
    ? schemaChange(evaluator, schema.initializer, emptyEnv, "any")
    : whole();
}

/** Whether the tool has a schema so far, so that its handler is called as `(args, extra)`. */
function takesArguments(evaluator: Evaluator, config: ts.Expression): boolean {
  const values: Values = evaluator.evaluate(config, emptyEnv);
  const isKnown =
    values.length > 0 && values.every((value) => value.kind === "object" && !value.open);
  if (!isKnown) return true;
  return values.every((value) => value.kind === "object" && value.properties.has("inputSchema"));
}
