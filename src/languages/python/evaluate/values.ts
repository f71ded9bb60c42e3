/** What an expression can stand for, as far as it can be told without running anything. */

import type { Node } from "web-tree-sitter";
import type { Target } from "../project/modules.js";
import type { At } from "../source/nodes.js";

export type Value =
  | FunctionValue
  | ClassValue
  | InstanceValue
  | { readonly kind: "module"; readonly target: Target }
  /** Something imported from outside the server, or reached through it: `mcp.server.fastmcp.FastMCP`. */
  | { readonly kind: "outside"; readonly path: string }
  /** What calling something outside gave. */
  | { readonly kind: "made"; readonly path: string; readonly at: At; readonly env: Env }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "none" }
  | ListValue
  | DictValue
  | ToolValue
  | FreeValue
  | Unknown;

export interface FunctionValue extends At {
  readonly kind: "function";
  /** What the names of the enclosing functions stood for where the function was made. */
  readonly env: Env;
  /** The object that a method was fetched from. */
  readonly self?: Value;
  /** The decorator that passed the function on: the wrapper must stand below it. */
  readonly decorator?: Node;
}

export interface ClassValue extends At {
  readonly kind: "class";
  readonly env: Env;
}

export interface InstanceValue {
  readonly kind: "instance";
  readonly of: ClassValue;
  /** The call that made it; undefined for `self`. */
  readonly call?: At;
  readonly env: Env;
}

export interface ListValue {
  readonly kind: "list";
  readonly items: readonly (readonly Value[])[];
}

export interface DictValue {
  readonly kind: "dict";
  readonly entries: readonly { readonly key: readonly Value[]; readonly value: readonly Value[] }[];
}

/** A tool object, made by `Tool.from_function`. */
export interface ToolValue extends At {
  readonly kind: "tool";
  readonly fn: readonly Value[];
  readonly name: readonly Value[];
  readonly description?: At;
  /** What it was made from, where its own function has to name every argument of that: see `fromTool`. */
  readonly from?: readonly Value[];
}

/** A parameter that nothing is known about yet: who calls `owner` decides. */
export interface FreeValue {
  readonly kind: "free";
  readonly owner: At;
  readonly name: string;
  readonly env: Env;
}

export interface Unknown {
  readonly kind: "unknown";
  readonly reason: string;
}

/** Bindings known from the way an expression was reached: arguments of calls, elements of loops. */
export interface Env {
  readonly bound: ReadonlyMap<string, () => readonly Value[]>;
  /** How many calls deep. */
  readonly depth: number;
}

export const emptyEnv: Env = { bound: new Map(), depth: 0 };

/** The environment with more bindings; later ones win. */
export function extend(
  env: Env,
  bindings: Iterable<readonly [string, () => readonly Value[]]>,
  deeper = 0,
): Env {
  return { bound: new Map([...env.bound, ...bindings]), depth: env.depth + deeper };
}

/** The key of a name in the scope that a function, loop or comprehension opens. */
export function bindingKey(scope: At, name: string): string {
  return `${scope.file}:${scope.node.startIndex}:${name}`;
}

export function unknown(reason: string): Unknown[] {
  return [{ kind: "unknown", reason }];
}

/** A call's arguments: those by position, those by name, and whether a star hides others. */
export interface Arguments {
  readonly positional: readonly Node[];
  readonly named: ReadonlyMap<string, Node>;
  readonly starred: boolean;
}

/** The arguments of a call node. */
export function argumentsOf(call: Node): Arguments {
  const list = call.childForFieldName("arguments");
  const positional: Node[] = [];
  const named = new Map<string, Node>();
  let starred = false;
  if (list?.type === "generator_expression") return { positional: [list], named, starred };
  for (const child of list?.namedChildren ?? []) {
    if (child.type === "comment") continue;
    if (child.type === "list_splat" || child.type === "dictionary_splat") starred = true;
    else if (child.type === "keyword_argument") {
      const name = child.childForFieldName("name")?.text;
      const value = child.childForFieldName("value");
      if (name && value) named.set(name, value);
    } else positional.push(child);
  }
  return { positional, named, starred };
}
