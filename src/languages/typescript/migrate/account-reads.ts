/** Code of the server's own that already takes the account out of the arguments. */

import { ts } from "../source/compiler.js";
import { nameOf, walk } from "../source/nodes.js";
import type { Project } from "../source/parse.js";
import { parameterName } from "./service-names.js";

const caches = new WeakMap<Project, readonly ts.Node[]>();

/** Every place in the server's production code that reads the parameter: `args.x`, `args["x"]`, `{ x }`. */
export function ownReads(project: Project): readonly ts.Node[] {
  const known = caches.get(project);
  if (known) return known;
  const reads: ts.Node[] = [];
  for (const source of project.sourcesWith(new RegExp(parameterName))) {
    walk(source, (node) => void (isRead(node) && reads.push(node)));
  }
  caches.set(project, reads);
  return reads;
}

function isRead(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === parameterName;
  if (ts.isBindingElement(node)) return nameOf(node.propertyName ?? node.name) === parameterName;
  return (
    ts.isElementAccessExpression(node) &&
    ts.isStringLiteralLike(node.argumentExpression) &&
    node.argumentExpression.text === parameterName
  );
}
