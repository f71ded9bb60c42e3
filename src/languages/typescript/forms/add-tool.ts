/** FastMCP: `server.addTool({ name, parameters, execute })` and `server.addTools([…])`. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { change } from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { around, at } from "../source/insert.js";
import { bare } from "../source/nodes.js";
import type { Line } from "./library.js";
import type { Registration } from "./registration.js";
import type { ServerCall } from "./server-calls.js";
import { objectContext, objectParameter, toolObjects } from "./tool-object.js";

/** What a call registers that is given one object. */
export function objectTool(evaluator: Evaluator, each: ServerCall, line: Line): Registration[] {
  const [tool] = each.args;
  return tool && !ts.isSpreadElement(tool) ? [single(evaluator, each.call, tool, line)] : [];
}

/** What a call registers that is given a list: one written out is completed tool by tool, any other as a whole. */
export function listedObjects(evaluator: Evaluator, each: ServerCall, line: Line): Registration[] {
  const [list] = each.args;
  if (!list || ts.isSpreadElement(list)) return [];
  const literal = bare(list);
  if (!ts.isArrayLiteralExpression(literal)) return [mapped(evaluator, each.call, list, line)];
  return literal.elements.map((element) =>
    ts.isSpreadElement(element)
      ? mapped(evaluator, element, element.expression, line)
      : single(evaluator, element, element, line),
  );
}

function single(
  evaluator: Evaluator,
  node: ts.Node,
  tool: ts.Expression,
  keys: Line,
): Registration {
  return {
    form: "add-tool",
    node,
    tools: toolObjects(evaluator, node, tool, keys),
    parameter: () => objectParameter(evaluator, tool, keys),
    context: () => objectContext(evaluator, tool, keys),
  };
}

function mapped(
  evaluator: Evaluator,
  node: ts.Node,
  list: ts.Expression,
  keys: Line,
): Registration {
  const fix = () => {
    const isSimple =
      ts.isIdentifier(list) || ts.isPropertyAccessExpression(list) || ts.isCallExpression(list);
    const map = ".map((tool) => withAccountTool(tool))";
    const edits = isSimple ? [at(list, list.getEnd(), map)] : around(list, "(", `)${map}`);
    return change(node, "withAccountTool", edits);
  };
  return {
    form: "add-tool",
    node,
    tools: toolObjects(evaluator, node, list, keys, true),
    parameter: fix,
    context: fix,
  };
}
