/** FastMCP: `server.addTool({ name, parameters, execute })` and `server.addTools([…])`. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { change } from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { around, at } from "../source/insert.js";
import { bare } from "../source/nodes.js";
import type { Registration } from "./registration.js";
import { serverCalls } from "./server-calls.js";
import { type Keys, objectContext, objectParameter, toolObjects } from "./tool-object.js";

const keys: Keys = { schema: "parameters", handler: "execute" };

/** The registrations through `addTool` and `addTools` in one file. */
export function addToolCalls(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  const each = serverCalls(evaluator, source, "addTool", ["fastmcp"]).flatMap(
    ({ call, args: [tool] }) => {
      return tool && !ts.isSpreadElement(tool) ? [single(evaluator, call, tool)] : [];
    },
  );
  const many = serverCalls(evaluator, source, "addTools", ["fastmcp"]).flatMap(
    ({ call, args: [list] }) => {
      return list && !ts.isSpreadElement(list) ? listed(evaluator, call, list) : [];
    },
  );
  return [...each, ...many];
}

function single(evaluator: Evaluator, node: ts.Node, tool: ts.Expression): Registration {
  return {
    form: "add-tool",
    node,
    tools: toolObjects(evaluator, node, tool, keys),
    parameter: () => objectParameter(evaluator, tool, keys),
    context: () => objectContext(evaluator, tool, keys),
  };
}

/** A list written out is completed tool by tool, any other list as a whole. */
function listed(
  evaluator: Evaluator,
  call: ts.CallExpression,
  list: ts.Expression,
): Registration[] {
  const literal = bare(list);
  if (!ts.isArrayLiteralExpression(literal)) return [mapped(evaluator, call, list)];
  return literal.elements.map((element) =>
    ts.isSpreadElement(element)
      ? mapped(evaluator, element, element.expression)
      : single(evaluator, element, element),
  );
}

function mapped(evaluator: Evaluator, node: ts.Node, list: ts.Expression): Registration {
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
