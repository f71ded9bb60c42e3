/** Under which names what stands at an expression goes on: assigned, returned, passed, imported. */

import type { Node } from "web-tree-sitter";
import { identifiers } from "../source/identifiers.js";
import { importersOf } from "../source/importers.js";
import {
  type At,
  ancestor,
  classOf,
  enclosingFunction,
  field,
  parameterName,
} from "../source/nodes.js";
import type { Program } from "./program.js";
import { argumentsOf, emptyEnv } from "./values.js";

/** A name, and where it holds. */
interface Name {
  readonly text: string;
  readonly files: readonly string[];
  /** The function in which it holds. */
  readonly within?: Node;
}

/** How far `name["key"]`, `name.get("key")` and `name()` lead from a name to what it holds. */
const LEVELS = 4;

/** The expressions that are made of a name which `at` is given, as far as `isWanted` takes them for the same. */
export function namesFor(program: Program, at: At, isWanted: (at: At) => boolean): readonly At[] {
  return namesOf(program, at).flatMap((name) =>
    usesOf(program, name).flatMap((use) => {
      if (use.node.startIndex === at.node.startIndex && use.file === at.file) return [];
      if (isImported(use.node)) return [use];
      return reached(use, isWanted);
    }),
  );
}

/** Whether a name stands in an import. */
export function isImported(node: Node): boolean {
  const parent = node.parent?.type === "dotted_name" ? node.parent.parent : node.parent;
  return /import/.test(parent?.type ?? "");
}

function usesOf(program: Program, { text, files, within }: Name): readonly At[] {
  const all = files.flatMap((file) => identifiers(program, file, text));
  return within
    ? all.filter(
        ({ node }) => node.startIndex >= within.startIndex && node.endIndex <= within.endIndex,
      )
    : all;
}

/** The name itself, or what is taken out of it, or given by it, one step after the other. */
function reached({ file, node }: At, isWanted: (at: At) => boolean): readonly At[] {
  const parent = node.parent;
  const isAttribute = parent?.type === "attribute" && field(parent, "attribute")?.id === node.id;
  let at = { file, node: isAttribute ? parent : node };
  for (let level = 0; level <= LEVELS; level++) {
    if (isWanted(at)) return [at];
    const outer = at.node.parent;
    const inner =
      outer && (field(outer, "value") ?? field(outer, "object") ?? field(outer, "function"));
    if (!outer || inner?.id !== at.node.id || !/^(subscript|attribute|call)$/.test(outer.type))
      break;
    at = { file, node: outer };
  }
  return [];
}

const wrapping =
  /^(pair|dictionary|list|tuple|set|conditional_expression|boolean_operator|parenthesized_expression|expression_list|named_expression)$/;

function namesOf(program: Program, { file, node }: At): readonly Name[] {
  let at = node;
  while (at.parent && wrapping.test(at.parent.type)) at = at.parent;
  const parent = at.parent;
  switch (parent?.type) {
    case "assignment":
      return targetOf(program, file, field(parent, "left"));
    case "return_statement":
      return definitionName(program, file, enclosingFunction(parent));
    case "default_parameter":
    case "typed_default_parameter":
      return inFunction(file, enclosingFunction(parent), parameterName(parent)?.text);
    case "aliased_import":
      return moduleName(program, file, field(parent, "alias")?.text);
    case "import_from_statement":
      return moduleName(program, file, node.text);
    case "argument_list":
      return passedAs(program, file, parent, (_, index) => index, at);
    case "keyword_argument":
      return parent.parent
        ? passedAs(program, file, parent.parent, () => field(parent, "name")?.text, at)
        : [];
    default:
      return [];
  }
}

const owners = new Set(["function_definition", "class_definition"]);

/** `name = …`, `self.name = …`, `holder["key"] = …`, each name of `one, other = …` */
function targetOf(program: Program, file: string, left: Node | undefined): readonly Name[] {
  if (left?.type === "identifier") return assignedName(program, file, left);
  if (left?.type === "attribute") return attributeName(program, field(left, "attribute")?.text);
  return (left?.namedChildren ?? []).flatMap((each) => targetOf(program, file, each));
}

function assignedName(program: Program, file: string, left: Node): readonly Name[] {
  const owner = ancestor(left, owners);
  if (owner?.type === "class_definition") return attributeName(program, left.text);
  const isGlobal = owner && program.scope({ file, node: owner }).globals.has(left.text);
  return owner && !isGlobal
    ? inFunction(file, owner, left.text)
    : moduleName(program, file, left.text);
}

function definitionName(
  program: Program,
  file: string,
  definition: Node | undefined,
): readonly Name[] {
  const name = definition && field(definition, "name")?.text;
  if (!definition || !name) return [];
  if (classOf(definition)) return attributeName(program, name);
  const outer = enclosingFunction(definition);
  return outer ? inFunction(file, outer, name) : moduleName(program, file, name);
}

/** The parameter of the server's own function that a call gives it to. */
function passedAs(
  program: Program,
  file: string,
  list: Node,
  which: (argument: Node, index: number) => number | string | undefined,
  argument: Node,
): readonly Name[] {
  const call = list.parent;
  const callee = call && field(call, "function");
  if (!call || !callee) return [];
  const key = which(
    argument,
    argumentsOf(call).positional.findIndex(({ id }) => id === argument.id),
  );
  return program.evaluate({ file, node: callee }, emptyEnv).flatMap((value) => {
    const made = value.kind === "class" ? constructorOf(value.node) : undefined;
    const node = value.kind === "function" ? value.node : made;
    if (!node || (value.kind !== "function" && value.kind !== "class")) return [];
    const isBound = made !== undefined || (value.kind === "function" && value.self !== undefined);
    const rows = (field(node, "parameters")?.namedChildren ?? []).slice(isBound ? 1 : 0);
    const name = typeof key === "number" ? rows[key] && parameterName(rows[key])?.text : key;
    return inFunction(value.file, node, name);
  });
}

function constructorOf(holder: Node): Node | undefined {
  const members = field(holder, "body")?.namedChildren ?? [];
  return members.find((member) => field(member, "name")?.text === "__init__");
}

function inFunction(
  file: string,
  within: Node | undefined,
  text: string | undefined,
): readonly Name[] {
  return within && text ? [{ text, files: [file], within }] : [];
}

function moduleName(program: Program, file: string, text: string | undefined): readonly Name[] {
  return text ? [{ text, files: [file, ...importersOf(program, file)] }] : [];
}

/** Objects go anywhere. */
function attributeName(program: Program, text: string | undefined): readonly Name[] {
  return text ? [{ text, files: program.holding(program.sources, text) }] : [];
}
