// SPDX-License-Identifier: MIT-0
import { entryOf, noteError, noteResult, write } from "./audit.js";
import { warnUnlessAuthorised } from "./authorise.js";
import { runInAccount } from "./context.js";
import { accountErrorAnswer, CredentialExtractionError } from "./errors.js";
import { setOverridesAside } from "./overrides.js";
import { accountIdFrom, withoutAccountId } from "./parameter.js";
import type { Call } from "./scope.js";

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
