// SPDX-License-Identifier: MIT-0
import { type AnyFunction, wrapHandler } from "./handler.js";
import { fieldsOf } from "./parameter.js";
import { withAccountConfig } from "./schema.js";

/**
 * The arguments of `registerTool` with the parameter in the schema and the handler wrapped, for one
 * call that registers many tools: `server.registerTool(...withAccountRegistration(name, config, handler))`.
 * Some of them may have no `inputSchema`; their handlers are written as `(extra)` and still get only that.
 */
export function withAccountRegistration<
  Name extends string,
  Config extends object,
  Handler extends AnyFunction,
>(name: Name, config: Config, handler: Handler): [name: Name, config: Config, handler: Handler] {
  const extraOnly = fieldsOf(config)["inputSchema"] === undefined;
  return [
    name,
    withAccountConfig(config) as Config,
    wrapHandler(handler, { tool: name, extraOnly }),
  ];
}
