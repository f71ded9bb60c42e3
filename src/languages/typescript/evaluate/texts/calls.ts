/** The texts of a call: methods of texts and lists, the path of a program, functions of the server's own. */

import {
  type Alternatives,
  anything,
  concatenated,
  joinedBy,
  listed,
  oneWordOfAnything,
  only,
  union,
  wordsOf,
} from "../../../shell/alternatives.js";
import { ts } from "../../source/compiler.js";
import { bare, calledName, literalText, receiverOf } from "../../source/nodes.js";
import { lookup } from "../../source/scope.js";
import { importedNode } from "./exports.js";
import { functionOf, returnedBy } from "./functions.js";
import type { LookupContext } from "./lookup-context.js";

/** What a call may come to. */
export function called(call: ts.CallExpression, context: LookupContext): Alternatives {
  const name = calledName(call) ?? "";
  const receiver = receiverOf(call);
  const [first] = call.arguments;
  if (/^(join|resolve)$/.test(name) && isOfPath(call)) return path(call, context);
  const method = receiver && Object.hasOwn(byMethod, name) ? byMethod[name] : undefined;
  if (receiver && method) return method(receiver, call, context);
  if (name === "String" && first) return context.texts(first, context);
  if (/stringify|quote|escape|encode/i.test(name)) return oneWordOfAnything;
  return returned(call, context);
}

type Method = (
  receiver: ts.Expression,
  call: ts.CallExpression,
  context: LookupContext,
) => Alternatives;

const itself: Method = (receiver, _call, context) => context.texts(receiver, context);

const byMethod: Readonly<Record<string, Method>> = {
  concat: (receiver, call, context) =>
    listed([receiver, ...call.arguments].map((each) => context.texts(each, context))),
  filter: itself,
  flat: itself,
  join: (receiver, { arguments: [between] }, context) =>
    joinedBy(context.texts(receiver, context), literalText(between) ?? ","),
  slice: itself,
  split: (receiver, _call, context) => wordsOf(context.texts(receiver, context)),
  toString: itself,
  trim: itself,
  trimEnd: itself,
  trimStart: itself,
};

/** `path.join(folder, "aws")`: it is the last part that names a program. */
function path(call: ts.CallExpression, context: LookupContext): Alternatives {
  const last = call.arguments.at(-1);
  if (!last) return anything;
  return concatenated([oneWordOfAnything, only("/"), context.texts(last, context)]);
}

function isOfPath(call: ts.CallExpression): boolean {
  const text = (receiverOf(call) ?? call.expression).getText();
  return /\bpath$|^(join|resolve)$/.test(text);
}

function returned(call: ts.CallExpression, context: LookupContext): Alternatives {
  const callee = bare(call.expression);
  const own = ts.isIdentifier(callee) ? lookup(callee, callee.text, "value") : undefined;
  const fn = functionOf(callee) ?? (own && importedNode(own, context.project));
  const values = fn ? returnedBy(fn) : [];
  return values.length === 0
    ? anything
    : union(...values.map((each) => context.texts(each, context)));
}
