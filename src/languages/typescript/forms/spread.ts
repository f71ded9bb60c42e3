/** `server.tool(...tool)`: a tuple of arguments that is completed as a whole. */

import { ts } from "ts-morph";
import { around } from "../edits.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { type Env, emptyEnv, type Values } from "../evaluate/value.js";
import { placeOf } from "../parse.js";
import { distinct, type FoundTool, type Registration, unnamed } from "../registration.js";
import { change, contextWrappers, hasParameter, isCallOf, parameterWrappers } from "../services.js";

/** The registration of a call with spread arguments, or with fewer than its method takes. */
export function spreadRegistration(
  evaluator: Evaluator,
  call: ts.CallExpression,
  form: string,
): Registration {
  const [first] = call.arguments;
  const isWhole = call.arguments.length === 1 && first !== undefined && ts.isSpreadElement(first);
  const tuple = isWhole ? first.expression : call;
  const refusal = {
    reason:
      "only some of the arguments are spread, so that it can't be told which is the schema; write them out, or put all of them into the list that is spread",
  };
  const fix = () =>
    isWhole ? change(call, "withAccountTool", around(tuple, "withAccountTool(", ")")) : refusal;
  const isWrapped = isWhole && isCallOf(tuple, parameterWrappers);
  return {
    form,
    node: call,
    tools: tuplesOf(evaluator, call, tuple).map((tool) => ({
      ...tool,
      hasParameter: tool.hasParameter || isWrapped,
      hasContext: tool.hasContext || isWrapped,
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
  return distinct(environments.map((env) => tupleTool(evaluator, call, tuple, env)));
}

function tupleTool(
  evaluator: Evaluator,
  call: ts.CallExpression,
  tuple: ts.Expression,
  env: Env,
): FoundTool {
  const items = evaluator.spread(call.arguments, env).map((item) => item());
  const [name] = items[0] ?? [];
  const last = items.at(-1) ?? [];
  const halves = {
    hasParameter: items.slice(1, -1).some((values) => schemaHas(values)),
    hasContext: last.some((value) => value.through?.some((each) => contextWrappers.has(each))),
  };
  if (name?.kind !== "text") {
    const reason = name?.kind === "unknown" ? name.reason : "its name is made at run time";
    return { ...unnamed(tuple, reason), ...halves };
  }
  return { name: name.text, place: placeOf(name.node), node: name.node, ...halves };
}

function schemaHas(values: Values): boolean {
  const [value] = values;
  return value !== undefined && ts.isExpression(value.node) && hasParameter(value.node, values);
}
