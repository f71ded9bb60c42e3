/** Which names a module, class or function binds, and to what. */

import type { Node } from "web-tree-sitter";

/** One way in which a name gets its value. */
export type Binding =
  | { readonly kind: "parameter"; readonly node: Node; readonly index: number }
  /** `path` leads into a tuple on the left: `[1]` for b in `a, b = value`. */
  | { readonly kind: "assign"; readonly value: Node; readonly path: readonly number[] }
  | { readonly kind: "extend"; readonly value: Node }
  | { readonly kind: "loop"; readonly loop: Node; readonly path: readonly number[] }
  | { readonly kind: "with"; readonly value: Node }
  | {
      readonly kind: "import";
      readonly module: string;
      readonly level: number;
      readonly name?: string;
    }
  | { readonly kind: "function" | "class"; readonly node: Node };

export interface Scope {
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** `from x import *`: looked through when a name is not bound here. */
  readonly stars: readonly { readonly module: string; readonly level: number }[];
  /** Names declared `global`. */
  readonly globals: ReadonlySet<string>;
}

/** A scope while it is being read. */
export interface Draft {
  readonly bindings: Map<string, Binding[]>;
  readonly stars: { module: string; level: number }[];
  readonly globals: Set<string>;
}

/** Adds one more way in which a name gets its value; what is no name binds none. */
export function add(draft: Draft, name: Node | undefined, binding: Binding): void {
  const type = name?.type;
  if (!name || (type !== "identifier" && type !== "dotted_name")) return;
  const { text } = name;
  const list = draft.bindings.get(text);
  if (list) list.push(binding);
  else draft.bindings.set(text, [binding]);
}
