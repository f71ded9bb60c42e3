// SPDX-License-Identifier: MIT-0
import { type Generation, offeredParameter } from "./offered.js";
import { targetAccountIdJsonSchema } from "./parameter.js";

interface Optional3 {
  _def: object;
  _parse(input: { data: unknown }): { status: "valid"; value: unknown };
}

interface Payload {
  value: unknown;
}

interface Optional4 {
  _zod: { run(payload: Payload): Payload; parse: unknown; toJSONSchema(): object };
}

/**
 * The parameter as a schema of one generation of zod: that of `zod.ts`, or, where the server's
 * `zod.ts` is of the other generation, one made of any schema that is at hand.
 */
export function parameterFor(generation: Generation, atHand: unknown): unknown {
  const offered = offeredParameter(generation);
  if (offered !== undefined) return offered;
  const optional = (atHand as { optional(): unknown }).optional();
  return generation === 3 ? likeString3(optional as Optional3) : likeString4(optional as Optional4);
}

// An optional schema answers for a key that may be missing. What it does with a value, and what it
// says it is in JSON schema, is replaced: it is a string now.

function likeString3(optional: Optional3): Optional3 {
  const { description } = targetAccountIdJsonSchema;
  optional._def = { typeName: "ZodString", checks: [], coerce: true, description };
  optional._parse = ({ data }) => ({ status: "valid", value: textOf(data) });
  return optional;
}

function likeString4(optional: Optional4): Optional4 {
  const internals = optional._zod;
  internals.run = (payload) => {
    payload.value = textOf(payload.value);
    return payload;
  };
  internals.parse = internals.run;
  internals.toJSONSchema = () => ({ ...targetAccountIdJsonSchema });
  return optional;
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
