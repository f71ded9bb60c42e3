// SPDX-License-Identifier: MIT-0
// Tools that are whole before they are registered: their schemas and handlers are completed then. And
// FastMCP's resources and prompts.
import { fieldsOf } from "./errors.js";
import { isRawShape, withAccountConfig, withTargetAccountId } from "./schemas.js";
import { type AnyFunction, emptyObject, wrapHandler, zodGeneration } from "./tools.js";

const SCHEMAS = ["inputSchema", "parameters", "schema", "paramsSchema"];
const HANDLERS = ["execute", "handler", "cb", "callback", "run", "handle"];
const HINTS = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];

/**
 * A whole tool with the parameter and its handler wrapped, of the same type: an object such as
 * FastMCP's `{ name, parameters, execute }` or `{ name, inputSchema, handler }`, or the list of
 * arguments of `server.tool` or `server.registerTool`. A plain object or list is copied; an
 * instance of a class is completed in place, so that its `this` and private fields stay.
 */
export function withAccountTool<const Tool extends object>(tool: Tool): Tool {
  if (Array.isArray(tool)) return withAccountArguments(tool) as unknown as Tool;
  return completedWith(tool, { ...completedSchema(tool), ...wrappedHandlers(tool) });
}

/**
 * What a registered tool is changed to with `tool.update(withAccountUpdate({ … }))`: a schema gets the
 * parameter, and a handler is wrapped, where there is one. Of the same type.
 */
export function withAccountUpdate<Updates extends object>(updates: Updates): Updates {
  const fields = fieldsOf(updates);
  const schemas = SCHEMAS.filter((name) => fields[name] !== undefined);
  const changed = schemas.map((name) => [name, withTargetAccountId(fields[name])]);
  const hasHandler = HANDLERS.some((name) => typeof fields[name] === "function");
  const handlers = hasHandler ? wrappedHandlers(updates) : {};
  return { ...updates, ...Object.fromEntries(changed), ...handlers };
}

/** A copy of a plain object with these members; an instance of a class, completed in place. */
export function completedWith<Whole extends object>(whole: Whole, members: object): Whole {
  const prototype: unknown = Object.getPrototypeOf(whole);
  if (prototype === Object.prototype || prototype === null) return { ...whole, ...members };
  for (const [key, value] of Object.entries(members)) {
    Object.defineProperty(whole, key, {
      value,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }
  return whole;
}

function completedSchema(tool: object): object {
  const fields = fieldsOf(tool);
  const key = SCHEMAS.find((name) => name in fields) ?? missingSchemaKey(fields);
  const schema = fields[key] ?? (key === "parameters" ? emptyObject() : undefined);
  return { [key]: withTargetAccountId(schema) };
}

/** FastMCP's tools have `execute` and `parameters`; the others' schema is mostly `inputSchema`. */
function missingSchemaKey(fields: Record<string, unknown>): string {
  return "execute" in fields ? "parameters" : "inputSchema";
}

function wrappedHandlers(tool: object): object {
  const fields = fieldsOf(tool);
  const names = HANDLERS.filter((name) => typeof fields[name] === "function");
  if (names.length === 0) throw new TypeError(`A tool without a handler (${HANDLERS.join(", ")}).`);
  const wrapped = names.map((key) => [
    key,
    wrapHandler(fields[key] as AnyFunction, { tool: nameFrom(fields["name"]) }),
  ]);
  return Object.fromEntries(wrapped) as object;
}

/**
 * `(name, [description], [schema], [annotations], handler)`, or `(name, configuration, handler)`. A
 * handler that came without a schema is one of `(extra)`.
 */
function withAccountArguments(given: readonly unknown[]): unknown[] {
  const before = given.slice(0, -1);
  const handler = given[given.length - 1];
  if (typeof handler !== "function") throw new TypeError("A tool's last argument is its handler.");
  const at = typeof before[1] === "string" ? 2 : 1;
  const third = before[at];
  const hadSchema = isSchema(third) || hasInputSchema(third);
  if (isConfiguration(third, at)) before[at] = withAccountConfig(third as object);
  else before.splice(at, hadSchema ? 1 : 0, withTargetAccountId(hadSchema ? third : undefined));
  const tool = nameFrom(given[0]);
  return [...before, wrapHandler(handler as AnyFunction, { tool, extraOnly: !hadSchema })];
}

function isSchema(value: unknown): boolean {
  return zodGeneration(value) !== undefined || isRawShape(value);
}

function hasInputSchema(value: unknown): boolean {
  return !isSchema(value) && fieldsOf(value)["inputSchema"] !== undefined;
}

/** `registerTool`'s second argument; after a description it would be `tool`'s annotations. */
function isConfiguration(value: unknown, at: number): boolean {
  if (at !== 1 || typeof value !== "object" || isSchema(value)) return false;
  return !HINTS.some((hint) => hint in fieldsOf(value));
}

function nameFrom(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * A FastMCP server, seen so that the `load` of every resource, resource template and prompt that it
 * is given runs as a call of its own, with the server's own credentials:
 * `withAccountLoads(server).addResource({ uri, load })`. Its type is the server's, so that FastMCP
 * still infers a `load`'s arguments from those declared beside it.
 */
export function withAccountLoads<Server extends object | null | undefined>(server: Server): Server {
  // `server?.addResource(…)` stays what it is.
  if (server === null || server === undefined) return server;
  return new Proxy(server, {
    get(target, key): unknown {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== "function") return member;
      return (...given: unknown[]) => Reflect.apply(member, target, given.map(withWrappedLoad));
    },
  });
}

/** What has a `load`, or each of a list, with the `load` wrapped; anything else as it is. */
function withWrappedLoad(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(withWrappedLoad);
  const { load } = fieldsOf(given);
  if (typeof load !== "function") return given;
  return completedWith(given as object, { load: wrapHandler(load as AnyFunction, {}) });
}
