/** What may be a server by its name alone: the last resort for what can't be followed. */

import { ts } from "../source/compiler.js";
import { bare, nameOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import { methodLines } from "./library-queries.js";

/**
 * Which server of the table this is, if it is called a server (`server`, `this.mcp`) or is a member of one
 * that is (`server.experimental.tasks`) and some library's server there has the method; else undefined.
 */
export function guessedServer(receiver: ts.Expression, method: string): string | undefined {
  const paths = pathsOf(receiver);
  return methodLines(method)
    .flatMap(({ on = [] }) => on)
    .find((server) => paths.some((path) => isServer(path, server.split(".").slice(1))));
}

/** The same for what a member is of, or a variable that is made of one: `server.tool`, `{ tool } = server`. */
export function guessedOwner(member: ts.Expression, method: string): string | undefined {
  const paths = pathsOf(member);
  return methodLines(method)
    .flatMap(({ on = [] }) => on)
    .find((server) =>
      paths.some((path) => isServer(path, [...server.split(".").slice(1), method])),
    );
}

/** Whether the name before these members says that it is a server. */
function isServer(path: readonly string[], members: readonly string[]): boolean {
  const own = path.length - members.length;
  const name = path[own - 1] ?? "";
  return /server|mcp/i.test(name) && members.every((member, at) => path[own + at] === member);
}

/** The names that an expression is written with, and those that it stands for where it is a variable's. */
function pathsOf(expression: ts.Expression, depth = 0): readonly (readonly string[])[] {
  const node = bare(expression);
  if (ts.isPropertyAccessExpression(node)) {
    return [[], ...pathsOf(node.expression, depth)].map((path) => [...path, node.name.text]);
  }
  if (!ts.isIdentifier(node)) return [];
  const declared = depth < 3 ? lookup(node, node.text, "value") : undefined;
  return [[node.text], ...(declared ? declaredPaths(declared, depth + 1) : [])];
}

function declaredPaths(declared: ts.Node, depth: number): readonly (readonly string[])[] {
  if (ts.isVariableDeclaration(declared)) {
    return declared.initializer ? pathsOf(declared.initializer, depth) : [];
  }
  if (!ts.isBindingElement(declared)) return [];
  const member = nameOf(declared.propertyName ?? declared.name) ?? "";
  return declaredPaths(declared.parent.parent, depth).map((path) => [...path, member]);
}
