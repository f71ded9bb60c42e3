/** Which names a module, class or function binds, and to what. Worked out for a scope when first asked. */

import type { Node } from "web-tree-sitter";
import { field } from "../tree.js";

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

interface Draft {
  readonly bindings: Map<string, Binding[]>;
  readonly stars: { module: string; level: number }[];
  readonly globals: Set<string>;
}

/** The scope of a module, class_definition, function_definition or lambda node. */
export function readScope(node: Node): Scope {
  const draft: Draft = { bindings: new Map(), stars: [], globals: new Set() };
  if (node.type === "module") statements(draft, node);
  else {
    const body = field(node, "body");
    const parameters = field(node, "parameters");
    if (parameters) readParameters(draft, parameters);
    if (body && node.type !== "lambda") statements(draft, body);
  }
  return draft;
}

const blocks = new Set([
  "block",
  "if_statement",
  "elif_clause",
  "else_clause",
  "while_statement",
  "try_statement",
  "except_clause",
  "except_group_clause",
  "finally_clause",
  "match_statement",
  "case_clause",
]);

function statements(draft: Draft, container: Node): void {
  for (const child of container.namedChildren) statement(draft, child);
}

function statement(draft: Draft, node: Node): void {
  switch (node.type) {
    case "expression_statement":
      return node.namedChildren.forEach((child) => {
        assignment(draft, child);
      });
    case "import_statement":
      return importStatement(draft, node);
    case "import_from_statement":
      return importFrom(draft, node);
    case "function_definition":
      return add(draft, field(node, "name"), { kind: "function", node });
    case "class_definition":
      return add(draft, field(node, "name"), { kind: "class", node });
    case "decorated_definition": {
      const definition = field(node, "definition");
      return definition && statement(draft, definition);
    }
    case "for_statement":
      target(draft, field(node, "left"), [], (path) => ({ kind: "loop", loop: node, path }));
      return statements(draft, node);
    case "with_statement":
      return withStatement(draft, node);
    case "global_statement":
      for (const name of node.namedChildren) draft.globals.add(name.text);
      return;
    default:
      if (blocks.has(node.type)) statements(draft, node);
  }
}

function assignment(draft: Draft, node: Node): void {
  const value = field(node, "right");
  const left = field(node, "left");
  if (node.type === "augmented_assignment" && value) add(draft, left, { kind: "extend", value });
  if (node.type !== "assignment" || !value) return;
  if (value.type === "assignment") {
    // a = b = value
    assignment(draft, value);
    let last = value;
    while (last.type === "assignment")
      last = field(last, "right") ?? last.namedChildren.at(-1) ?? node;
    const innermost = last;
    return target(draft, left, [], (path) => ({ kind: "assign", value: innermost, path }));
  }
  target(draft, left, [], (path) => ({ kind: "assign", value, path }));
}

/** Binds every name of an assignment's or loop's left side. */
function target(
  draft: Draft,
  node: Node | undefined,
  path: readonly number[],
  make: (path: readonly number[]) => Binding,
): void {
  if (!node) return;
  if (node.type === "identifier") return add(draft, node, make(path));
  if (/^(pattern_list|tuple_pattern|list_pattern)$/.test(node.type)) {
    node.namedChildren.forEach((child, index) => {
      target(draft, child, [...path, index], make);
    });
  }
}

function withStatement(draft: Draft, node: Node): void {
  const clause = node.namedChildren.find((child) => child.type === "with_clause");
  for (const pattern of clause?.descendantsOfType("as_pattern_target") ?? []) {
    const value = pattern.parent?.firstNamedChild;
    const name = pattern.firstNamedChild;
    if (value && name?.type === "identifier") add(draft, name, { kind: "with", value });
  }
  const body = field(node, "body");
  if (body) statements(draft, body);
}

function importStatement(draft: Draft, node: Node): void {
  for (const child of node.namedChildren) {
    if (child.type === "aliased_import") {
      const module = field(child, "name")?.text ?? "";
      add(draft, field(child, "alias"), { kind: "import", module, level: 0 });
    } else if (child.type === "dotted_name") {
      const first = child.firstNamedChild;
      if (first) add(draft, first, { kind: "import", module: first.text, level: 0 });
    }
  }
}

function importFrom(draft: Draft, node: Node): void {
  const source = field(node, "module_name");
  const text = source?.text.replace(/\s/g, "") ?? "";
  const level = /^\.*/.exec(text)?.[0].length ?? 0;
  const module = text.slice(level);
  for (const child of node.namedChildren) {
    if (child.startIndex === source?.startIndex) continue;
    if (child.type === "wildcard_import") draft.stars.push({ module, level });
    else if (child.type === "aliased_import") {
      const name = field(child, "name")?.text ?? "";
      add(draft, field(child, "alias"), { kind: "import", module, level, name });
    } else if (child.type === "dotted_name") {
      add(draft, child, { kind: "import", module, level, name: child.text });
    }
  }
}

function readParameters(draft: Draft, parameters: Node): void {
  parameters.namedChildren
    .filter((node) => node.type !== "comment")
    .forEach((node, index) => {
      add(draft, parameterName(node), { kind: "parameter", node, index });
    });
}

/** The name of a parameter, whatever stands around it; undefined for a bare `*` or `/`. */
export function parameterName(node: Node): Node | undefined {
  if (node.type === "identifier") return node;
  const name = field(node, "name") ?? node.firstNamedChild ?? undefined;
  if (!name || name.type === "identifier") return name;
  return name.namedChildren.find((child) => child.type === "identifier");
}

function add(draft: Draft, name: Node | undefined, binding: Binding): void {
  if (name?.type !== "identifier" && name?.type !== "dotted_name") return;
  const list = draft.bindings.get(name.text);
  if (list) list.push(binding);
  else draft.bindings.set(name.text, [binding]);
}
