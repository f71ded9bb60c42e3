/** A value for every shape: lists with one item, structures with all members that a good answer has. */

import { type Reference, type Shape, shapeOf } from "../models/model.js";
import type { AnswerContext, Place } from "./context.js";
import { credentialsIn } from "./credentials.js";
import { answeredMembers, joinPath } from "./members.js";
import { bytesOf, numberNamed, timeNamed } from "./scalars.js";
import { makeText } from "./text.js";
import { singular } from "./words.js";

/** Structures are objects, lists arrays, maps objects, times dates, bytes buffers. */
export type Value = string | number | boolean | Date | Buffer | Value[] | { [name: string]: Value };

/** How deep an answer goes: what lies deeper only where it must be there. */
const DEPTH = 9;
/** Where even that ends: shapes that must hold themselves. */
const DEEPEST = 30;

/** The members of an operation's answer. */
export function makeAnswer(context: AnswerContext): Record<string, Value> {
  const { model, operation } = context;
  if (!operation.output) return {};
  const place = { name: operation.name, path: "", within: [operation.output.shape] };
  return makeStructure(context, shapeOf(model, operation.output), place);
}

function makeValue(context: AnswerContext, reference: Reference, outer: Place): Value {
  const shape = shapeOf(context.model, reference);
  const place = { ...outer, within: [...outer.within, reference.shape] };
  switch (shape.type) {
    case "structure":
      return shape.document ? { account: context.accountId } : makeStructure(context, shape, place);
    case "list":
      return makeList(context, shape, place);
    case "map":
      return makeMap(context, shape, place);
    case "string":
    case "character":
      return reference.jsonvalue
        ? JSON.stringify({ account: context.accountId })
        : makeText(context, shape, place);
    case "timestamp":
      return timeNamed(place.name);
    case "blob":
      return bytesOf(context.accountId);
    case "boolean":
      return context.plan.fixed.get(place.path) === true;
    default:
      return makeNumber(context, shape, place);
  }
}

function makeStructure(context: AnswerContext, shape: Shape, place: Place): Record<string, Value> {
  const made: Record<string, Value> = {};
  if (place.within.length > DEEPEST) return made;
  for (const [name, reference] of answeredMembers(context, shape, place)) {
    const own = { name, path: joinPath(place.path, name), within: place.within };
    const mayLack = !shape.required?.includes(name) && !shape.union;
    if (mayLack && isTooDeep(reference, place)) continue;
    made[name] = makeValue(context, reference, own);
  }
  return { ...made, ...credentialsIn(context, shape) };
}

function makeList(context: AnswerContext, { member, min = 0 }: Shape, place: Place): Value[] {
  if (!member || context.plan.emptied.has(place.path)) return [];
  if (min <= 0 && isTooDeep(member, place)) return [];
  const item = makeValue(context, member, { ...place, name: singular(place.name) });
  return Array.from({ length: Math.max(1, min) }, () => item);
}

function makeMap(
  context: AnswerContext,
  { key, value }: Shape,
  place: Place,
): Record<string, Value> {
  if (!key || !value || isTooDeep(value, place)) return {};
  const name = singular(place.name);
  const own = makeValue(context, key, { ...place, name: `${name}Key` });
  return { [String(own)]: makeValue(context, value, { ...place, name: `${name}Value` }) };
}

function makeNumber({ plan }: AnswerContext, shape: Shape, { name, path }: Place): number {
  const fixed = plan.fixed.get(path);
  return typeof fixed === "number" ? fixed : numberNamed(name, shape);
}

function isTooDeep({ shape }: Reference, { within }: Place): boolean {
  return within.includes(shape) || within.length > DEPTH;
}
