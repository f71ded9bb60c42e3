/** Reads what the statements of a module, class or function bind. Worked out for a scope when first asked. */

import type { Node } from "web-tree-sitter";
import { field, parameterName } from "./nodes.js";
import { importFrom, importStatement } from "./read-imports.js";
import { add, type Binding, type Draft, type Scope } from "./scope.js";

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
  const { type } = node;
  switch (type) {
    case "expression_statement":
      for (const child of node.namedChildren) assignment(draft, child);
      break;
    case "import_statement":
      importStatement(draft, node);
      break;
    case "import_from_statement":
      importFrom(draft, node);
      break;
    case "function_definition":
      add(draft, field(node, "name"), { kind: "function", node });
      break;
    case "class_definition":
      add(draft, field(node, "name"), { kind: "class", node });
      break;
    case "decorated_definition": {
      const definition = field(node, "definition");
      if (definition) statement(draft, definition);
      break;
    }
    case "for_statement":
      target(draft, field(node, "left"), [], (path) => ({ kind: "loop", loop: node, path }));
      statements(draft, node);
      break;
    case "with_statement":
      withStatement(draft, node);
      break;
    case "global_statement":
      for (const name of node.namedChildren) draft.globals.add(name.text);
      break;
    default:
      if (blocks.has(type)) statements(draft, node);
  }
}

function assignment(draft: Draft, node: Node): void {
  const { type } = node;
  if (type !== "assignment" && type !== "augmented_assignment") return;
  const value = field(node, "right");
  const left = field(node, "left");
  if (!value) return;
  if (type === "augmented_assignment") {
    add(draft, left, { kind: "extend", value });
    return;
  }
  if (value.type === "assignment") {
    // a = b = value
    assignment(draft, value);
    let last = value;
    while (last.type === "assignment")
      last = field(last, "right") ?? last.namedChildren.at(-1) ?? node;
    const innermost = last;
    target(draft, left, [], (path) => ({ kind: "assign", value: innermost, path }));
    return;
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
  const { type } = node;
  if (type === "identifier") add(draft, node, make(path));
  if (/^(pattern_list|tuple_pattern|list_pattern)$/.test(type)) {
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

function readParameters(draft: Draft, parameters: Node): void {
  parameters.namedChildren
    .filter((node) => node.type !== "comment")
    .forEach((node, index) => {
      add(draft, parameterName(node), { kind: "parameter", node, index });
    });
}
