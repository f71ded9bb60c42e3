/** What an expression can turn out to be when it is followed by syntax alone. */

import type { Text } from "../../shell/text.js";
import type { ts } from "../source/compiler.js";
import type { FunctionNode } from "../source/nodes.js";

/** Every value that an expression may have: several where it depends on a condition, none where it is absent. */
export type Values = readonly Value[];
export type Thunk = () => Values;

export type Value = TextValue | Obj | List | MapValue | Fn | Class | Instance | Module | Unknown;

interface Base {
  /** The expression or declaration that made the value. */
  readonly node: ts.Node;
  /** The functions of the services folder that it went through: it is wrapped already. */
  readonly through?: readonly string[];
}

export interface TextValue extends Base {
  readonly kind: "text";
  readonly text: string;
}

/** An object literal or something spread together from several. */
export interface Obj extends Base {
  readonly kind: "object";
  readonly properties: ReadonlyMap<string, Thunk>;
  /** Present where something unknown was spread in: more properties may be there. */
  readonly open?: Unknown;
  readonly env: Env;
}

/** An array or a set. An item is a thunk over the values that stand in that one place. */
export interface List extends Base {
  readonly kind: "list";
  readonly items: readonly Thunk[];
  /** The same as it is written, where lists are spread into it or things are added to it. */
  readonly elements?: readonly Element[];
}

/** What stands in one place of a list, or is spread there. */
export interface Element {
  readonly values: Thunk;
  readonly isSpread: boolean;
}

export interface MapValue extends Base {
  readonly kind: "map";
  readonly entries: readonly { readonly key: Thunk; readonly value: Thunk }[];
}

export interface Fn extends Base {
  readonly kind: "function";
  readonly node: FunctionNode;
  readonly env: Env;
  readonly self?: Value;
}

export interface Class extends Base {
  readonly kind: "class";
  readonly node: ts.ClassLikeDeclaration;
  readonly env: Env;
}

export interface Instance extends Base {
  readonly kind: "instance";
  readonly of: Class;
  /** The constructor's parameters bound; nothing bound where no `new` was seen. */
  readonly env: Env;
}

export interface Module extends Base {
  readonly kind: "module";
  readonly file: string;
}

export interface Unknown extends Base {
  readonly kind: "unknown";
  readonly reason: string;
  readonly env: Env;
  /** A name of an installed package or a global, and what was done with it: ["z", "object", "()"]. */
  readonly external?: External;
  /** The type it is declared with, in whose members a property can still be looked up. */
  readonly type?: TypeWithMembers;
  /** What it is made of, where it is a text or a list of texts of which something is known. */
  readonly composition?: Composition;
  /** Present where it stands for any number of items of the list that it is in. */
  readonly isSpread?: true;
}

/** How a text or a list of texts is made of others. */
export type Composition =
  | { readonly kind: "sum"; readonly parts: readonly Thunk[] }
  | { readonly kind: "template"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "list"; readonly elements: readonly Element[] }
  | { readonly kind: "joined"; readonly list: Thunk; readonly between: string }
  | { readonly kind: "split"; readonly text: Thunk }
  /** As good as something else, or perhaps that. */
  | { readonly kind: "same" | "perhaps"; readonly as: Thunk }
  /** One word, whichever. */
  | { readonly kind: "word" };

/** An expression in a template. */
interface Expression {
  readonly values: Thunk;
  readonly source: string;
}

export type TypeWithMembers = ts.TypeLiteralNode | ts.InterfaceDeclaration;

/** What comes from outside of the server's sources: an export of a package, or what is made of one. */
export interface External {
  /** The specifier as imported, with an ellipsis for what is computed; "" for a global. */
  readonly module: string;
  /** The export's name and what was done with it: "()" for a call, "?" for a member chosen at run time. */
  readonly path: readonly string[];
  /** The name of a package that is computed, as far as it is known. */
  readonly computed?: Text;
}

/** What parameters and loop variables are bound to in one way of reaching a place. */
export interface Env {
  readonly bindings: ReadonlyMap<ts.Node, Thunk>;
  /** The functions and loops that were entered. */
  readonly entered: ReadonlySet<ts.Node>;
  readonly self?: Value;
}

/** The same from outside, with something more done to it. */
export function further(external: External, step: string): External {
  return { ...external, path: [...external.path, step] };
}

export const emptyEnv: Env = { bindings: new Map(), entered: new Set() };

/** What nothing is bound to. */
export const nothing: Thunk = () => [];

/** A value that can't be followed, and why. */
export function unknown(
  node: ts.Node,
  reason: string,
  env: Env,
  more: { external?: External; type?: TypeWithMembers; composition?: Composition } = {},
): Unknown {
  const { external, type, composition } = more;
  return {
    kind: "unknown",
    node,
    reason,
    env,
    ...(external ? { external } : {}),
    ...(type ? { type } : {}),
    ...(composition ? { composition } : {}),
  };
}
