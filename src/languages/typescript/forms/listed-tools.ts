/** The tools that a low-level tools/list handler returns. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Value, type Values } from "../evaluate/value.js";
import type { ts } from "../source/compiler.js";
import { placeOf } from "../source/parse.js";
import { definitionOf, type FoundTool, unnamed } from "./registration.js";

type Listed = Omit<FoundTool, "hasParameter" | "hasContext">;

/** The tools in what a list handler returns. */
export function listedTools(evaluator: Evaluator, handler: ts.Expression): Listed[] {
  const results = evaluator
    .evaluate(handler)
    .flatMap((value) =>
      value.kind === "function" ? evaluator.apply(value, [], handler) : [value],
    );
  const lists = evaluator.member(results, "tools", handler, emptyEnv);
  const tools = evaluator.elementsOf(lists, handler, emptyEnv);
  const named = tools.map((tool) => namesOf(evaluator, tool, handler));
  const found = named.flat();
  // What can't be followed of the list is one more site, so that it is not passed over.
  if (found.length === 0 || named.some((names) => names.length === 0)) {
    const reason = reasonOf([...results, ...tools]);
    found.push({ ...unnamed(handler, reason), name: "<tools/list>" });
  }
  // One list has a name once, however it is put together.
  return [...new Map(found.map((tool) => [tool.name, tool])).values()];
}

/** A listed tool under each name that it may have; none where it can't be followed. */
function namesOf(evaluator: Evaluator, tool: Value, handler: ts.Expression): Listed[] {
  return evaluator.member([tool], "name", handler, emptyEnv).flatMap((name) => {
    if (name.kind !== "text") return [];
    const node = definitionOf(name.node, tool.node);
    const input = (): Values => evaluator.member([tool], "inputSchema", handler, emptyEnv);
    return [{ name: name.text, place: placeOf(node), node, input }];
  });
}

function reasonOf(values: Values): string {
  const known = values.find((value) => value.kind === "unknown");
  return known?.kind === "unknown" ? known.reason : "the list is made at run time";
}
