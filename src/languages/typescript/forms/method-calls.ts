/** How a method of something is called in a file, told by syntax. */

import { ts } from "../source/compiler.js";
import { indexOf, type Taken } from "../source/file-index.js";
import { bare, memberName, receiverOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";

/** A call of a method, with the arguments that the method gets. */
export interface ServerCall {
  readonly call: ts.CallExpression;
  readonly args: readonly ts.Expression[];
  /** The list that all of the arguments come out of, as with `apply`. */
  readonly list?: ts.Expression;
}

/** The same, and what the method is of. */
export interface MethodCall extends ServerCall {
  readonly receiver: ts.Expression | undefined;
}

/** Every call of a method with this name, its receiver still to be judged. */
export function methodCalls(source: ts.SourceFile, method: string): MethodCall[] {
  const { calls, taken } = indexOf(source);
  const called = (name: string): ts.CallExpression[] =>
    (calls.get(name) ?? []).filter(ts.isCallExpression);
  const direct = called(method)
    .filter((call) => receiverOf(call) !== undefined)
    .map((call): MethodCall => ({ call, receiver: receiverOf(call), args: [...call.arguments] }));
  const variables = taken.get(method) ?? [];
  const byName = variables.flatMap((variable) =>
    called(variable.local)
      .filter((call) => receiverOf(call) === undefined && isOf(call, variable))
      .map((call): MethodCall => {
        return { call, receiver: variable.owner, args: [...variable.given, ...call.arguments] };
      }),
  );
  const ownerOf = (node: ts.Expression): ts.Expression | undefined => {
    const fn = bare(node);
    if (memberName(fn) === method) return (fn as ts.PropertyAccessExpression).expression;
    return variables.find((each) => ts.isIdentifier(fn) && isOf(fn, each))?.owner;
  };
  const others = [
    ...called("call").flatMap((call) => byCall(call, ownerOf)),
    ...called("apply").flatMap((call) => byApply(call, ownerOf)),
    ...called("bind").flatMap((call) => boundAtOnce(call, ownerOf)),
  ];
  return [...direct, ...byName, ...others];
}

function isOf(node: ts.Node, { local, declared }: Taken): boolean {
  const name = ts.isIdentifier(node) ? node.text : local;
  return name === local && lookup(node, local, "value") === declared;
}

type OwnerOf = (fn: ts.Expression) => ts.Expression | undefined;

/** `server.tool.call(server, name, …)`; what `this` is given as is the server, wherever the method is from. */
function byCall(call: ts.CallExpression, ownerOf: OwnerOf): MethodCall[] {
  const fn = receiverOf(call);
  const [self, ...args] = call.arguments;
  return fn && self && ownerOf(fn) ? [{ call, receiver: self, args }] : [];
}

/** `server.tool.apply(server, […])` and `Reflect.apply(server.tool, server, […])`. */
function byApply(call: ts.CallExpression, ownerOf: OwnerOf): MethodCall[] {
  const owner = receiverOf(call);
  const isReflect = owner !== undefined && bare(owner).getText() === "Reflect";
  const [fn, self, list] = isReflect ? call.arguments : [owner, ...call.arguments];
  if (!fn || !self || !list || !ownerOf(fn)) return [];
  const literal = bare(list);
  return ts.isArrayLiteralExpression(literal)
    ? [{ call, receiver: self, args: [...literal.elements] }]
    : [{ call, receiver: self, args: [], list }];
}

/** `server.tool.bind(server)(name, …)`. */
function boundAtOnce(bind: ts.CallExpression, ownerOf: OwnerOf): MethodCall[] {
  const fn = receiverOf(bind);
  const [self, ...given] = bind.arguments;
  let callee: ts.Node = bind;
  while (ts.isParenthesizedExpression(callee.parent) || ts.isAsExpression(callee.parent)) {
    callee = callee.parent;
  }
  const call = callee.parent;
  if (!fn || !self || !ownerOf(fn) || !ts.isCallExpression(call)) return [];
  return call.expression === callee
    ? [{ call, receiver: self, args: [...given, ...call.arguments] }]
    : [];
}
