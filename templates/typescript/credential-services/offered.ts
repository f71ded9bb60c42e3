// SPDX-License-Identifier: MIT-0
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
