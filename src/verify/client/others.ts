/** What a client can read besides tools: resources, and prompts that need no arguments. */

import type { Contract } from "../contract/index.js";

/** A request that reads one of them. */
export interface Other {
  /** As a report names it: `the resource notes://readme`. */
  readonly name: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Those of a server's lists that can be read as they are; `left` of them need arguments that nobody here knows. */
export function othersOf({ others }: Contract): { readonly known: Other[]; readonly left: number } {
  const resources = items(others, "resources/list").map(
    ({ uri }): Other => ({
      name: `the resource ${String(uri)}`,
      method: "resources/read",
      params: { uri },
    }),
  );
  const prompts = items(others, "prompts/list");
  const plain = prompts.filter(({ arguments: args }) => !needsSome(args));
  const asked = plain.map(
    ({ name }): Other => ({
      name: `the prompt ${String(name)}`,
      method: "prompts/get",
      params: { name },
    }),
  );
  const templates = items(others, "resources/templates/list").length;
  return { known: [...resources, ...asked], left: prompts.length - plain.length + templates };
}

type Item = Readonly<Record<string, unknown>>;

function items(others: Contract["others"], method: string): readonly Item[] {
  return (others[method] ?? []) as readonly Item[];
}

function needsSome(args: unknown): boolean {
  return Array.isArray(args) && args.some(({ required }: { required?: boolean }) => required);
}
