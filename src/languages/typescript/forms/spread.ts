/** `server.tool(...tool)`: a tuple of arguments that is completed as a whole. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Values } from "../evaluate/value.js";
import {
  change,
  contextWrappers,
  isCallOf,
  parameterWrappers,
  schemaHas,
} from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { around } from "../source/insert.js";
import { placeOf } from "../source/parse.js";
import { distinct, type FoundTool, type Registration, unnamed } from "./registration.js";
import type { ServerCall } from "./server-calls.js";

/** The registration of a call with spread arguments, or with fewer than its method takes. */
export function spreadRegistration(
  evaluator: Evaluator,
  registered: ServerCall,
  form: string,
): Registration {
  const { call } = registered;
  const whole = wholeOf(registered);
  const isWhole = whole !== undefined;
  const tuple = whole ?? call;
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
    tools: tuplesOf(evaluator, registered, tuple).map((tool) => ({
      ...tool,
      hasParameter: tool.hasParameter || isWrapped,
      hasContext: tool.hasContext || isWrapped,
    })),
    parameter: fix,
    context: fix,
  };
}

/** The list that all arguments come out of, where it is one. */
function wholeOf({ args, list }: ServerCall): ts.Expression | undefined {
  const [first] = args;
  return (
    list ?? (args.length === 1 && first && ts.isSpreadElement(first) ? first.expression : undefined)
  );
}

function tuplesOf(
  evaluator: Evaluator,
  { call, args, list }: ServerCall,
  tuple: ts.Expression,
): FoundTool[] {
  const written = args.map((each) => (ts.isSpreadElement(each) ? each.expression : each));
  const environments = evaluator.environmentsOf(call, emptyEnv, list ? [list] : written);
  return distinct(
    environments.map((env) => {
      const passed = list
        ? evaluator.evaluate(list, env).flatMap((value) => evaluator.itemsOf(value))
        : evaluator.spread(args, env);
      return tupleTool(
        passed.map((item) => item()),
        tuple,
      );
    }),
  );
}

function tupleTool(items: readonly Values[], tuple: ts.Expression): FoundTool {
  const [name] = items[0] ?? [];
  const last = items.at(-1) ?? [];
  const halves = {
    hasParameter: items.slice(1, -1).some((values) => schemaHas(values)),
    hasContext: last.some((value) => value.through?.some((each) => contextWrappers.has(each))),
    handler: () => last,
  };
  if (name?.kind !== "text") {
    const reason = name?.kind === "unknown" ? name.reason : "its name is made at run time";
    return { ...unnamed(tuple, reason), ...halves };
  }
  return { name: name.text, place: placeOf(name.node), node: name.node, ...halves };
}
