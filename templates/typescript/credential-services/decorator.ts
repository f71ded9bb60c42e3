// SPDX-License-Identifier: MIT-0
// Tools that are methods of classes: a decorator, as NestJS and others have them.
import { type AnyFunction, withAccountContext } from "./tools.js";

interface MethodContext {
  readonly kind: string;
}

/**
 * Wraps a method as `withAccountContext` wraps a handler: put `@accountContext` directly above the
 * method, under the decorator that makes it a tool. Works with TypeScript's `experimentalDecorators`
 * and with standard decorators. Metadata that is already on the method is kept.
 */
export function accountContext<Method extends AnyFunction>(
  method: Method,
  context: MethodContext,
): Method;
export function accountContext(
  target: object,
  key: string | symbol,
  descriptor: PropertyDescriptor,
): void;
export function accountContext(
  target: object,
  key: string | symbol | MethodContext,
  descriptor?: PropertyDescriptor,
): unknown {
  if (descriptor === undefined) return standard(target, key);
  if (typeof descriptor.value !== "function") throw notAMethod();
  descriptor.value = withAccountContext(descriptor.value as AnyFunction);
  return undefined;
}

function standard(method: object, context: string | symbol | MethodContext): AnyFunction {
  const isMethod = typeof context === "object" && context.kind === "method";
  if (!isMethod || typeof method !== "function") throw notAMethod();
  return withAccountContext(method as AnyFunction);
}

function notAMethod(): TypeError {
  return new TypeError("@accountContext is for methods.");
}
