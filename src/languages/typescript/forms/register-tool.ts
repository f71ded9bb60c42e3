/** `server.registerTool(name, config, handler)`, SDK v1 and v2, and its sibling for tasks. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { type Env, emptyEnv, type Values } from "../evaluate/value.js";
import { schemaChange, shorthandChange, withOwnZod } from "../migrate/schema.js";
import {
  type Change,
  change,
  contextWrappers,
  isCallOf,
  parameterWrappers,
  type Refusal,
  schemaHas,
  wentThrough,
  zodProperty,
} from "../migrate/service-names.js";
import { handlerChange, isWrapped } from "../migrate/wrapper.js";
import { ts } from "../source/compiler.js";
import { around, intoLiteral } from "../source/insert.js";
import { bare, isFunctionNode, propertyOf } from "../source/nodes.js";
import { toolsFromAnywhere } from "./dependent-tools.js";
import { type Schemas, schemasOf } from "./register-schemas.js";
import { wholeChange, wrappedWhole } from "./register-whole.js";
import { type Registration, toolsNamed } from "./registration.js";
import { type ServerCall, serverCalls } from "./server-calls.js";
import { spreadRegistration } from "./spread.js";

/** The registrations through `registerTool` and `registerToolTask` in one file. */
export function registerToolCalls(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  const plain = serverCalls(evaluator, source, "registerTool", ["high"]).map((each) => {
    const [name, config, handler] = wrappedWhole(each.args)?.arguments ?? each.args;
    const isSpread = !wrappedWhole(each.args) && each.args.some(ts.isSpreadElement);
    return isSpread || !name || !config || !handler
      ? spreadRegistration(evaluator, each, "register-tool-spread")
      : registration(evaluator, each, name, config, handler);
  });
  const tasks = serverCalls(evaluator, source, "registerToolTask", ["high", "tasks"]);
  return [...plain, ...tasks.flatMap((each) => taskRegistration(evaluator, each))];
}

function registration(
  evaluator: Evaluator,
  registered: ServerCall,
  name: ts.Expression,
  config: ts.Expression,
  handler: ts.Expression,
): Registration {
  const { call, args } = registered;
  const isWhole = wrappedWhole(args) !== undefined;
  const halves = (env: Env) => ({
    hasParameter: isWhole || configHas(evaluator, config, env),
    hasContext: isWhole || isWrapped(handler, evaluator.evaluate(handler, env)),
    input: () => inputOf(evaluator, config, env),
  });
  const { tools, hasOthers } = toolsFromAnywhere(evaluator, call, name, halves);
  // What other packages pass is not followed: it is decided when they pass it.
  const schemas = (): Schemas => (hasOthers ? "some" : schemasOf(evaluator, call, config));
  const isNew = tools.every(({ hasParameter, hasContext }) => !hasParameter && !hasContext);
  const atRunTime = () => isNew && schemas() === "some" && !losesTypes(handler);
  const whole = () => wholeChange(evaluator, registered, handler);
  return {
    form: "register-tool",
    node: call,
    tools,
    parameter: () => (atRunTime() ? whole() : configChange(evaluator, config)),
    context: () =>
      atRunTime() ? whole() : handlerChange(evaluator, handler, emptyEnv, schemas() !== "none"),
  };
}

/** A tool that runs as a task: what creates the task is what acts in the account. */
function taskRegistration(evaluator: Evaluator, { call, args }: ServerCall): Registration[] {
  const [name, config, handler] = args;
  if (!name || !config || !handler) return [];
  const creator = creatorOf(handler);
  return [
    {
      form: "register-tool-task",
      node: call,
      tools: toolsNamed(evaluator, call, name, (env) => ({
        hasParameter: configHas(evaluator, config, env),
        hasContext: creator !== undefined && isCallOf(creator, contextWrappers),
      })),
      parameter: () => configChange(evaluator, config),
      context: () => {
        if (!creator) return { reason: unwritten };
        if (losesTypes(creator)) return { reason: untyped };
        const hadSchema = schemasOf(evaluator, call, config) !== "none";
        return handlerChange(evaluator, creator, emptyEnv, hadSchema);
      },
    },
  ];
}

const unwritten =
  "what creates the task is not written out here as createTask: a function; write it so";
const untyped =
  "the parameters of createTask take their types from registerToolTask, whose overloads don't reach through a wrapper; write their types out";

function creatorOf(handler: ts.Expression): ts.Expression | undefined {
  const literal = bare(handler);
  const create = ts.isObjectLiteralExpression(literal)
    ? propertyOf(literal, "createTask")
    : undefined;
  return create && ts.isPropertyAssignment(create) ? create.initializer : undefined;
}

/** In TypeScript, parameters without a type would become implicit `any` inside of a wrapper here. */
function losesTypes(creator: ts.Expression): boolean {
  const node = bare(creator);
  if (!/\.[cm]?tsx?$/.test(node.getSourceFile().fileName)) return false;
  return isFunctionNode(node) && node.parameters.some((parameter) => !parameter.type);
}

/** The schema in a config; undefined where the config is known and has none. */
function inputOf(evaluator: Evaluator, config: ts.Expression, env: Env): Values | undefined {
  const values = evaluator.evaluate(config, env);
  const isBare = values.every(
    (value) => value.kind === "object" && !value.open && !value.properties.has("inputSchema"),
  );
  if (values.length > 0 && isBare) return undefined;
  return evaluator.member(values, "inputSchema", config, env);
}

function configHas(evaluator: Evaluator, config: ts.Expression, env: Env): boolean {
  const values = evaluator.evaluate(config, env);
  if (isCallOf(config, parameterWrappers) || wentThrough(values, parameterWrappers)) return true;
  return (
    values.length > 0 &&
    values.every((value) => schemaHas(evaluator.member([value], "inputSchema", config, env)))
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
    return withOwnZod(config, intoLiteral(literal, added));
  }
  if (ts.isShorthandPropertyAssignment(schema)) {
    return shorthandChange(evaluator, schema, emptyEnv, "any");
  }
  return ts.isPropertyAssignment(schema)
    ? schemaChange(evaluator, schema.initializer, emptyEnv, "any")
    : whole();
}
