// SPDX-License-Identifier: MIT-0
// Low-level servers: the handlers of tools/list and tools/call.
import { accountErrorAnswer, fieldsOf } from "./errors.js";
import {
  type AnyFunction,
  answered,
  likeTheOriginal,
  withoutAccountId,
  withParameterInJsonSchema,
} from "./tools.js";

/**
 * Wraps a low-level `tools/list` handler: every tool it lists takes `target_account_id`. The
 * handler's own objects are left as they are.
 */
export function withAccountList<Handler extends AnyFunction>(handler: Handler): Handler {
  function list(this: unknown, ...args: unknown[]): unknown {
    const listed: unknown = Reflect.apply(handler, this, args);
    return listed instanceof Promise
      ? listed.then(withParameterInEach)
      : withParameterInEach(listed);
  }
  return likeTheOriginal(list, handler);
}

function withParameterInEach(listed: unknown): unknown {
  const { tools } = fieldsOf(listed);
  if (!Array.isArray(tools)) return listed;
  const completed = tools.map((tool: object) => ({
    ...tool,
    inputSchema: withParameterInJsonSchema(fieldsOf(tool)["inputSchema"]),
  }));
  return { ...(listed as object), tools: completed };
}

/**
 * Wraps a low-level `tools/call` handler, called as `(request, extra)`: it runs in the account that
 * the request's arguments name, and sees the request without it.
 */
export function withAccountCall<Handler extends AnyFunction>(handler: Handler): Handler {
  function callTool(this: unknown, ...args: unknown[]): unknown {
    const [request, ...others] = args;
    const { name, arguments: given } = fieldsOf(fieldsOf(request)["params"]);
    const call = { tool: typeof name === "string" ? name : undefined, extra: others[0] };
    const work = () =>
      Reflect.apply(handler, this, [withoutAccount(request), ...others]) as unknown;
    return answered(given, work, call, accountErrorAnswer);
  }
  return likeTheOriginal(callTool, handler);
}

/** The request without the parameter: a copy. */
function withoutAccount(request: unknown): unknown {
  const { params } = fieldsOf(request);
  const given = fieldsOf(params)["arguments"];
  if (given === undefined) return request;
  const bare = { ...fieldsOf(params), arguments: withoutAccountId(given) };
  return { ...fieldsOf(request), params: bare };
}
