/** Whether the names that a retrofit inserts are bound where they are used. */

import type { Node } from "web-tree-sitter";
import type { Fault } from "../gate/faults.js";
import { namesOf } from "../imports/service-names.js";
import { HANDLED } from "../migrate/inline.js";
import { usesOf } from "./name-uses.js";
import type { Module } from "./parse.js";

const INSERTED = [
  "TargetAccountId",
  "with_account_context",
  "with_account_parameter",
  "with_account_list",
  "with_account_call",
  "_setup_account_context",
  "_setup_account_context_sync",
  "account_error_payload",
  "account_tool_error",
  "account_call_tool_result",
  ...HANDLED,
];

/** Every name that a retrofit inserts is bound in its module, above its first use there. */
export function unboundFault(module: Module): Fault | undefined {
  for (const name of INSERTED.flatMap((name) => [name, `retrofit_${name.replace(/^_+/, "")}`])) {
    const found = usesOf(module, name).filter(({ node }) => isRead(node));
    const [first] = found;
    if (!first) continue;
    const bound = boundAt(module, name);
    const inner = found.find(({ definition }) => !definition || !importsWithin(definition, name));
    if (!inner) continue;
    const fault = { offset: inner.node.startIndex, message: `${name} is not bound in the module` };
    if (bound === undefined) return fault;
    if (bound > first.node.startIndex && !first.definition) return fault;
  }
  return undefined;
}

/** Where the top level of the module first binds a name, in `if` and `try` too; undefined where it does not. */
function boundAt({ root }: Module, name: string): number | undefined {
  for (const node of root.namedChildren) {
    if (binds(node, name)) return node.startIndex;
  }
  return undefined;
}

function binds(node: Node, name: string): boolean {
  switch (node.type) {
    case "import_from_statement":
    case "import_statement":
      return (
        /\bimport\s*\(?\s*\*/.test(node.text) || namesOf(node).some(({ local }) => local === name)
      );
    case "function_definition":
    case "class_definition":
      return node.childForFieldName("name")?.text === name;
    case "decorated_definition":
    case "if_statement":
    case "try_statement":
    case "except_clause":
    case "else_clause":
    case "with_statement":
    case "block":
      return node.text.includes(name) && node.namedChildren.some((child) => binds(child, name));
    case "expression_statement":
      return node.firstNamedChild?.childForFieldName("left")?.text === name;
    default:
      return false;
  }
}

function importsWithin(definition: Node, name: string): boolean {
  const statements = definition.descendantsOfType("import_from_statement");
  return statements.some((node) => namesOf(node).some(({ local }) => local === name));
}

/** Whether the name is looked up here: not an attribute, a keyword's name, or part of an import. */
function isRead(node: Node): boolean {
  const parent = node.parent;
  if (parent?.type === "attribute") return parent.childForFieldName("object")?.id === node.id;
  if (parent?.type === "keyword_argument") return parent.childForFieldName("value")?.id === node.id;
  return !/^(?:dotted_name|aliased_import|function_definition|class_definition)$/.test(
    parent?.type ?? "",
  );
}
