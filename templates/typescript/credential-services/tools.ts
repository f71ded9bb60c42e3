// SPDX-License-Identifier: MIT-0
// Tools that take an account: the parameter `target_account_id`, and the wrapper of handlers, which runs
// them in that account.
import { entryOf, noteError, noteResult, warnUnlessAuthorised, write } from "./access.js";
import type { Call } from "./context.js";
import { setOverridesAside } from "./credentials.js";
import {
  AccountNotFoundError,
  accountErrorAnswer,
  CredentialExtractionError,
  fieldsOf,
} from "./errors.js";
import { runInAccount } from "./sessions.js";

/** The name of the parameter that every retrofitted tool takes. */
export const PARAMETER = "target_account_id";

/** The parameter's description, as a model reads it in `tools/list`. */
export const DESCRIPTION = "Target AWS account ID. If not provided, use default credentials.";

/** The parameter in JSON schema, for `properties`. It is not required. */
export const targetAccountIdJsonSchema: { type: "string"; description: string } = {
  type: "string",
  description: DESCRIPTION,
};

/** A JSON schema with the parameter among its properties. */
export function withParameterInJsonSchema(schema: unknown): object {
  const { properties } = fieldsOf(schema);
  return {
    type: "object",
    ...fieldsOf(schema),
    properties: { ...fieldsOf(properties), [PARAMETER]: { ...targetAccountIdJsonSchema } },
  };
}

/**
 * The account that a tool's arguments name, as twelve digits, or undefined where they name none.
 * Models send ids as numbers, which lose their leading zeros, and `null` or `""` for "not given".
 * Throws AccountNotFoundError for what can't be an account id; it isn't repeated, as it may be
 * anything at all.
 */
export function accountIdFrom(args: unknown): string | undefined {
  const value = fieldsOf(args)[PARAMETER];
  const text = value === undefined || value === null ? "" : String(value).trim();
  // zod's coercion turns a null into the text "null".
  if (text === "" || text === "null") return undefined;
  if (!/^\d{1,12}$/.test(text)) throw new AccountNotFoundError("not a 12-digit account id");
  return text.padStart(12, "0");
}

/** The arguments without the parameter: a copy where it was there, else the same object. */
export function withoutAccountId<T>(args: T): T {
  if (!(PARAMETER in fieldsOf(args))) return args;
  const { [PARAMETER]: _account, ...rest } = args as Record<string, unknown>;
  return rest as T;
}

// --- the wrapper --------------------------------------------------------------------------------

// Only `any` leaves a parameter to be inferred, and only one that is named does so in FastMCP's tools.
export type AnyFunction = (first: any, second: any, ...others: any[]) => any;

/** What makes an error about an account into a tool's answer; it may throw instead. */
export type AnswerError = (error: CredentialExtractionError) => unknown;

/**
 * Wraps a tool's handler, called as `(args, extra)`: it runs in the account that
 * `args.target_account_id` names, and sees its arguments without it. A call that names none runs as
 * before. What goes wrong with the account is answered as an error of the tool (`isError`, JSON text
 * with `error_type`), or by `answer`, and the handler is not run.
 *
 * Type, arity, name and `this` are the handler's own. A handler registered without a schema expects
 * `(extra)`: see `withAccountContextOnly`.
 */
export function withAccountContext<Handler extends AnyFunction>(
  handler: Handler,
  answer: AnswerError = accountErrorAnswer,
): Handler {
  return wrapHandler(handler, { answer });
}

/**
 * Wraps the handler of a tool that had no schema, and so is written as `(extra)`. Since the tool
 * takes `target_account_id` now, the SDK calls it as `(args, extra)`; the handler gets `extra` only.
 */
export function withAccountContextOnly<Extra, Result>(
  handler: (extra: Extra) => Result,
  answer: AnswerError = accountErrorAnswer,
): (args: unknown, extra: Extra) => Result {
  return wrapHandler(handler as AnyFunction, { answer, extraOnly: true });
}

export interface Wrapping {
  readonly answer?: AnswerError;
  /** The tool's name, where that is known and the handler's own name isn't it. */
  readonly tool?: string | undefined;
  /** The handler is written as `(extra)`. */
  readonly extraOnly?: boolean;
}

const wrappers = new WeakSet<AnyFunction>();

/** `withAccountContext` with all that can be known. A handler that is wrapped already stays. */
export function wrapHandler<Handler extends AnyFunction>(
  handler: Handler,
  { answer = accountErrorAnswer, tool = handler.name || undefined, extraOnly = false }: Wrapping,
): Handler {
  if (wrappers.has(handler)) return handler;
  warnUnlessAuthorised();
  setOverridesAside();
  function inAccount(this: unknown, ...args: unknown[]): unknown {
    const [first, ...others] = args;
    const given = args.length === 0 ? args : [withoutAccountId(first), ...others];
    // Called with one argument it isn't registered with a schema, and that is `extra`.
    const passed = extraOnly && others.length > 0 ? others : given;
    const call: Call = { tool, extra: others[0] };
    return answered(first, () => Reflect.apply(handler, this, passed), call, answer);
  }
  wrappers.add(inAccount);
  return likeTheOriginal(inAccount, handler);
}

/**
 * Runs `work` in the account that `args` name, and answers what goes wrong with the account. Where
 * they name one, right or wrong, the result is a promise; else it is what `work` returns.
 */
export function answered(
  args: unknown,
  work: () => unknown,
  call: Call,
  answer: AnswerError,
): unknown {
  try {
    const result = named(args, work, call);
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => answerOf(error, answer));
  } catch (error) {
    return answerOf(error, answer);
  }
}

function named(args: unknown, work: () => unknown, call: Call): unknown {
  let accountId: string | undefined;
  try {
    accountId = accountIdFrom(args);
  } catch (error) {
    return told(call, () => Promise.reject(error));
  }
  if (accountId !== undefined) return runInAccount(accountId, work, call);
  return told(call, () => runInAccount(undefined, work, call));
}

/** Runs a call that names no account, and writes its line when it is over. */
function told(call: Call, work: () => unknown): unknown {
  const entry = entryOf(call);
  const done = (result: unknown) => {
    noteResult(entry, result);
    write(entry);
    return result;
  };
  const failed = (error: unknown) => {
    noteError(entry, error);
    write(entry);
    throw error;
  };
  try {
    const result = work();
    return result instanceof Promise ? result.then(done, failed) : done(result);
  } catch (error) {
    return failed(error);
  }
}

function answerOf(error: unknown, answer: AnswerError): unknown {
  if (error instanceof CredentialExtractionError) return answer(error);
  throw error;
}

/** Gives a wrapper its handler's name, arity and own properties, decorators' metadata included. */
export function likeTheOriginal<Handler extends AnyFunction>(
  wrapper: AnyFunction,
  original: Handler,
): Handler {
  for (const key of Reflect.ownKeys(original)) {
    const property = Object.getOwnPropertyDescriptor(original, key);
    const target = Object.getOwnPropertyDescriptor(wrapper, key);
    if (property !== undefined && target?.configurable !== false) {
      Object.defineProperty(wrapper, key, property);
    }
  }
  copyMetadata(original, wrapper);
  return wrapper as Handler;
}

interface ReflectMetadata {
  getOwnMetadataKeys?(target: object): unknown[];
  getOwnMetadata?(key: unknown, target: object): unknown;
  defineMetadata?(key: unknown, value: unknown, target: object): void;
}

/** What decorators have noted on a method with `reflect-metadata`, which keeps it elsewhere. */
function copyMetadata(from: object, to: object): void {
  const reflect = Reflect as ReflectMetadata;
  for (const key of reflect.getOwnMetadataKeys?.(from) ?? []) {
    reflect.defineMetadata?.(key, reflect.getOwnMetadata?.(key, from), to);
  }
}

// --- the parameter as a zod schema --------------------------------------------------------------

/** zod's two generations, which can't be mixed in one schema. */
export type Generation = 3 | 4;

type MakeObject = (shape: Record<string, unknown>) => unknown;

interface Offer {
  readonly parameter: unknown;
  readonly object: MakeObject;
}

const offers = new Map<Generation, Offer>();

/** Which zod made this schema; undefined where none did. */
export function zodGeneration(schema: unknown): Generation | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  if ("_zod" in schema) return 4;
  return "_def" in schema && "_parse" in schema ? 3 : undefined;
}

/**
 * Makes the parameter of `zod.ts`, and its zod's `object`, known to the helpers that import no zod
 * themselves: a server without zod has no `zod.ts`.
 */
export function offerParameter(parameter: unknown, object: unknown): void {
  const generation = zodGeneration(parameter);
  if (generation === undefined) throw new TypeError("The parameter is no zod schema.");
  offers.set(generation, { parameter, object: object as MakeObject });
}

/** The parameter for one generation of zod, or for the server's. */
export function offeredParameter(generation?: Generation): unknown {
  return offerOf(generation)?.parameter;
}

/** An empty `z.object`; undefined where the server has no zod. */
export function emptyObject(): unknown {
  return offerOf()?.object({});
}

function offerOf(generation?: Generation): Offer | undefined {
  return generation === undefined ? offers.values().next().value : offers.get(generation);
}
