/** The name and description that a tool is registered with. */

import type { Node } from "web-tree-sitter";
import { solve } from "../evaluate/paths.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, type Env } from "../evaluate/values.js";
import { type At, nameOf, short } from "../source/nodes.js";
import type { Definition } from "./definition.js";
import { methodLine } from "./library-queries.js";
import type { Registration } from "./registration.js";

/** The name of a tool whose function is known. */
export function toolName(
  program: Program,
  registration: Registration,
  found: Extract<Definition, { function: unknown }>,
  env: Env,
): string {
  const fallback = ownName(found) ?? nameOf(found.function.node);
  return nameOr(program, registration, env, fallback);
}

/** The name that a tool object was given. */
export function ownName({ tool }: Definition): string | undefined {
  const own = tool?.name.find((value) => value.kind === "string");
  return own?.kind === "string" ? own.value : undefined;
}

/** The name given where the tool is registered; the expression in `<…>` where it is made at run time. */
export function nameOr(
  program: Program,
  registration: Registration,
  env: Env,
  fallback: string,
): string {
  const node = nameNode(registration);
  if (!node) return fallback;
  const at = { file: registration.options?.file ?? registration.at.file, node };
  const values = program.evaluate(at, env);
  const [only, more] = values;
  if (only?.kind === "string" && !more) return only.value;
  if (values.every((value) => value.kind === "none")) return fallback;
  return `<${short(node)}>`;
}

/** Every name that a decorator gives, one for each turn of a loop or call of the function around it. */
export function solvedNames(
  program: Program,
  registration: Registration,
  env: Env,
): readonly string[] | undefined {
  const node = nameNode(registration);
  if (!node || !registration.options) return undefined;
  const solutions = solve(program, { file: registration.options.file, node }, env);
  const values = solutions.flatMap((solution) => solution.values);
  if (values.length > 0 && values.every((value) => value.kind === "none")) return undefined;
  const names = values.map((value) => (value.kind === "string" ? value.value : `<${short(node)}>`));
  return names.length > 0 ? [...new Set(names)] : [`<${short(node)}>`];
}

function nameNode(registration: Registration): Node | undefined {
  const call = registration.options?.node;
  if (!call) return undefined;
  const { named, positional } = argumentsOf(call);
  const method = /\w+$/.exec(call.childForFieldName("function")?.text ?? "")?.[0] ?? "";
  const passed = registration.target.kind === "passed" ? registration.target.value.node : undefined;
  const first = positional[methodLine(method)?.namePlace ?? 0];
  return named.get("name") ?? (first && first.id !== passed?.id ? first : undefined);
}

/** What `description=` gives where the tool is registered. */
export function described(registration: Registration): { readonly description?: At } {
  const call = registration.options;
  const node = call && argumentsOf(call.node).named.get("description");
  return node ? { description: { file: call.file, node } } : {};
}
