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
import type { Line } from "./library.js";
import { type Schemas, schemasOf } from "./register-schemas.js";
import { wholeChange, wrappedWhole } from "./register-whole.js";
import { type Registration, toolsNamed } from "./registration.js";
import type { ServerCall } from "./server-calls.js";
import { spreadRegistration } from "./spread.js";

/** What a call registers that is given a config and a handler. */
export function configuredTool(evaluator: Evaluator, each: ServerCall, line: Line): Registration[] {
  const [name, config, handler] = wrappedWhole(each.args)?.arguments ?? each.args;
  const isSpread = !wrappedWhole(each.args) && each.args.some(ts.isSpreadElement);
  return isSpread || !name || !config || !handler
    ? [spreadRegistration(evaluator, each, "register-tool-spread")]
    : [registration(evaluator, each, line, { name, config, handler })];
}

interface Parts {
  readonly name: ts.Expression;
  readonly config: ts.Expression;
  readonly handler: ts.Expression;
}

function registration(
  evaluator: Evaluator,
  registered: ServerCall,
  { schema }: Line,
  { name, config, handler }: Parts,
): Registration {
  const { call, args } = registered;
  const isWhole = wrappedWhole(args) !== undefined;
  const halves = (env: Env) => ({
    hasParameter: isWhole || configHas(evaluator, config, schema, env),
    hasContext: isWhole || isWrapped(handler, evaluator.evaluate(handler, env)),
    input: () => inputOf(evaluator, config, schema, env),
    handler: () => evaluator.evaluate(handler, env),
  });
  const { tools, hasOthers } = toolsFromAnywhere(evaluator, call, name, halves);
  // What other packages pass is not followed: it is decided when they pass it.
  const schemas = (): Schemas => (hasOthers ? "some" : schemasOf(evaluator, call, config, schema));
  const isNew = tools.every(({ hasParameter, hasContext }) => !hasParameter && !hasContext);
  const atRunTime = () => isNew && schemas() === "some" && !losesTypes(handler);
  const whole = () => wholeChange(evaluator, registered, handler);
  return {
    form: "register-tool",
    node: call,
    tools,
    parameter: () => (atRunTime() ? whole() : configChange(evaluator, config, schema)),
    context: () =>
      atRunTime() ? whole() : handlerChange(evaluator, handler, emptyEnv, schemas() !== "none"),
  };
}

/** A tool that runs as a task: what creates the task is what acts in the account. */
export function taskTool(
  evaluator: Evaluator,
  { call, args }: ServerCall,
  { schema, handler: creating }: Line,
): Registration[] {
  const [name, config, handler] = args;
  if (!name || !config || !handler) return [];
  const creator = creatorOf(handler, creating);
  return [
    {
      form: "register-tool-task",
      node: call,
      tools: toolsNamed(evaluator, call, name, (env) => ({
        hasParameter: configHas(evaluator, config, schema, env),
        hasContext: creator !== undefined && isCallOf(creator, contextWrappers),
      })),
      parameter: () => configChange(evaluator, config, schema),
      context: () => {
        if (!creator) return { reason: unwritten };
        if (losesTypes(creator)) return { reason: untyped };
        const hadSchema = schemasOf(evaluator, call, config, schema) !== "none";
        return handlerChange(evaluator, creator, emptyEnv, hadSchema);
      },
    },
  ];
}

const unwritten =
  "what creates the task is not written out here as createTask: a function; write it so";
const untyped =
  "the parameters of createTask take their types from registerToolTask, whose overloads don't reach through a wrapper; write their types out";

function creatorOf(handler: ts.Expression, name: string): ts.Expression | undefined {
  const literal = bare(handler);
  const create = ts.isObjectLiteralExpression(literal) ? propertyOf(literal, name) : undefined;
  return create && ts.isPropertyAssignment(create) ? create.initializer : undefined;
}

/** In TypeScript, parameters without a type would become implicit `any` inside of a wrapper here. */
function losesTypes(creator: ts.Expression): boolean {
  const node = bare(creator);
  if (!/\.[cm]?tsx?$/.test(node.getSourceFile().fileName)) return false;
  return isFunctionNode(node) && node.parameters.some((parameter) => !parameter.type);
}

/** The schema in a config; undefined where the config is known and has none. */
function inputOf(
  evaluator: Evaluator,
  config: ts.Expression,
  schema: string,
  env: Env,
): Values | undefined {
  const values = evaluator.evaluate(config, env);
  const isBare = values.every(
    (value) => value.kind === "object" && !value.open && !value.properties.has(schema),
  );
  if (values.length > 0 && isBare) return undefined;
  return evaluator.member(values, schema, config, env);
}

function configHas(evaluator: Evaluator, config: ts.Expression, schema: string, env: Env): boolean {
  const values = evaluator.evaluate(config, env);
  if (isCallOf(config, parameterWrappers) || wentThrough(values, parameterWrappers)) return true;
  return (
    values.length > 0 &&
    values.every((value) => schemaHas(evaluator.member([value], schema, config, env)))
  );
}

function configChange(evaluator: Evaluator, config: ts.Expression, name: string): Change | Refusal {
  const literal = bare(config);
  const whole = () =>
    change(config, "withAccountConfig", around(config, "withAccountConfig(", ")"));
  if (!ts.isObjectLiteralExpression(literal)) return whole();
  const schema = propertyOf(literal, name);
  if (!schema) {
    if (literal.properties.some(ts.isSpreadAssignment)) return whole();
    return withOwnZod(config, intoLiteral(literal, `${name}: { ${zodProperty} }`));
  }
  if (ts.isShorthandPropertyAssignment(schema)) {
    return shorthandChange(evaluator, schema, emptyEnv, "any");
  }
  return ts.isPropertyAssignment(schema)
    ? schemaChange(evaluator, schema.initializer, emptyEnv, "any")
    : whole();
}
