/** Arguments of a tool's own that choose an account: those that were there before `target_account_id`. */

import type { Node } from "web-tree-sitter";
import { type OwnArgument, ownAccountName } from "../../own-account.js";
import { originsOf } from "../evaluate/origins.js";
import type { Program } from "../evaluate/program.js";
import { type At, enclosingFunction, field, keyOf, nameOf } from "../source/nodes.js";

/** The keys of the functions, among those of tools, that have such an argument. */
export function choosingAccounts(definitions: readonly At[]): ReadonlySet<string> {
  const choosing = definitions.filter(({ node }) =>
    [...parameterNames(node)].some((name) => ownAccountName.test(name)),
  );
  return new Set(choosing.map(keyOf));
}

/** The argument of one of these tools' functions that an expression is made of; undefined where there is none. */
export function ownArgument(
  program: Program,
  at: At,
  tools: ReadonlySet<string>,
): OwnArgument | undefined {
  if (tools.size === 0) return undefined;
  const { parts } = originsOf(program, at);
  for (const part of parts) {
    const names = part.node
      .descendantsOfType("identifier")
      .filter((node) => ownAccountName.test(node.text) && !isKeyword(node));
    for (const node of names) {
      const tool = toolAround({ file: part.file, node }, tools);
      if (!tool || !parameterNames(tool).has(node.text)) continue;
      const isAssumed = parts.some((each) => /\bassume_role\w*\s*\(/.test(each.node.text));
      return { name: node.text, tool: nameOf(tool), isAssumed };
    }
  }
  return undefined;
}

/** The name of a keyword that is given, or of an attribute. */
function isKeyword(node: Node): boolean {
  const name = node.parent?.type === "attribute" ? "attribute" : "name";
  return node.parent ? field(node.parent, name)?.id === node.id : false;
}

function toolAround({ file, node }: At, tools: ReadonlySet<string>): Node | undefined {
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) {
    if (tools.has(keyOf({ file, node: at }))) return at;
  }
  return undefined;
}

function parameterNames(definition: Node): ReadonlySet<string> {
  const list = field(definition, "parameters")?.namedChildren ?? [];
  return new Set(
    list.map((each) => (each.type === "identifier" ? each : firstName(each))?.text ?? ""),
  );
}

function firstName(parameter: Node): Node | undefined {
  return (
    field(parameter, "name") ?? parameter.namedChildren.find((each) => each.type === "identifier")
  );
}
