/** Small questions about syntax nodes. Each step into the tree costs a call into WebAssembly, so ask few. */

import type { Node, Tree } from "web-tree-sitter";
import type { Place } from "../../../types.js";

/** A node together with the file it stands in. */
export interface At {
  readonly file: string;
  readonly node: Node;
}

/** The place of a node as an editor shows it. Columns count UTF-16 units. */
export function placeOf(at: At): Place {
  const { row, column } = at.node.startPosition;
  return { file: at.file, line: row + 1, column: column + 1 };
}

/** A name for a node that stays the same however often the node is fetched from the tree. */
export function keyOf(at: At): string {
  return `${at.file}:${at.node.startIndex}:${at.node.endIndex}`;
}

/** The same for what opens a scope: a module may begin and end with the one function in it. */
export function scopeKey(at: At): string {
  return `${at.node.type} ${keyOf(at)}`;
}

export function field(node: Node, name: string): Node | undefined {
  return node.childForFieldName(name) ?? undefined;
}

type Types = string | ReadonlySet<string>;

/** The nearest ancestor of a type, or of one of some types, the node itself left out. */
export function ancestor(node: Node, types: Types): Node | undefined {
  const known = knownAncestors(node.tree, types);
  const passed: number[] = [];
  const found = climb(node, types, known, passed);
  for (const id of passed) known.set(id, found);
  return found;
}

function climb(node: Node, types: Types, known: Ancestors, passed: number[]): Node | undefined {
  for (let at: Node | null = node; at; at = at.parent) {
    const { type } = at;
    if (at !== node && (typeof types === "string" ? type === types : types.has(type))) return at;
    if (known.has(at.id)) return known.get(at.id);
    passed.push(at.id);
  }
  return undefined;
}

/** By the number of a node, its nearest ancestor: most are asked about again, and so are the nodes on the way. */
type Ancestors = Map<number, Node | undefined>;
const ancestors = new WeakMap<Tree, Map<Types, Ancestors>>();

function knownAncestors(tree: Tree, types: Types): Ancestors {
  const ofTree = ancestors.get(tree) ?? new Map<Types, Ancestors>();
  ancestors.set(tree, ofTree);
  const ofTypes: Ancestors = ofTree.get(types) ?? new Map();
  ofTree.set(types, ofTypes);
  return ofTypes;
}

const scopes = new Set(["function_definition", "class_definition", "module"]);

/** The function whose body, signature or decorator holds the node. */
export function enclosingFunction(node: Node): Node | undefined {
  return ancestor(node, "function_definition");
}

/** The class that a function is directly in: what makes it a method. */
export function classOf(definition: Node): Node | undefined {
  const scope = ancestor(definition, scopes);
  return scope?.type === "class_definition" ? scope : undefined;
}

/** The name of a method's first parameter; undefined for what is no method, or takes none by a plain name. */
export function selfOf(method: Node): string | undefined {
  const parameters = field(method, "parameters")?.namedChildren ?? [];
  const first = parameters.find(({ type }) => type !== "comment");
  return first?.type === "identifier" && classOf(method) ? first.text : undefined;
}

/** The name of a function or class definition. */
export function nameOf(definition: Node): string {
  return field(definition, "name")?.text ?? "";
}

/** The decorators of a function or class definition, from the top. */
export function decoratorsOf(definition: Node): Node[] {
  const outer = definition.parent;
  if (outer?.type !== "decorated_definition") return [];
  return outer.namedChildren.filter((child) => child.type === "decorator");
}

/** The value of a plain string literal (concatenated ones too), or undefined for anything else. */
export function stringValue(node: Node): string | undefined {
  if (node.type === "parenthesized_expression") {
    const inner = node.namedChildren.find((child) => child.type !== "comment");
    return inner && stringValue(inner);
  }
  if (node.type === "concatenated_string") {
    const parts = node.namedChildren.map(stringValue);
    return parts.some((part) => part === undefined) ? undefined : parts.join("");
  }
  if (node.type !== "string") return undefined;
  const parts = node.namedChildren;
  if (parts.some((part) => part.type === "interpolation")) return undefined;
  return parts
    .filter((part) => part.type === "string_content")
    .map((part) => part.text)
    .join("");
}

/** An expression on one line, cut to a readable length. */
export function short(node: Node): string {
  const line = node.text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** The name of a parameter, whatever stands around it; undefined for a bare `*` or `/`. */
export function parameterName(node: Node): Node | undefined {
  if (node.type === "identifier") return node;
  const name = field(node, "name") ?? node.firstNamedChild ?? undefined;
  if (!name || name.type === "identifier") return name;
  return name.namedChildren.find((child) => child.type === "identifier");
}
