/** Tools made from other tools by `Tool.from_tool(tool, transform_fn=…)` of fastmcp. */

import type { Program } from "../evaluate/program.js";
import { argumentsOf, emptyEnv, type Value } from "../evaluate/values.js";
import { field } from "../source/nodes.js";
import { type Definition, definitionsOf } from "./definition.js";
import type { ToolParent } from "./found-tool.js";

/** The tools whose arguments the function of this one has to name, as far as they can be told. */
export function parentsOf(program: Program, { tool }: Definition): readonly ToolParent[] {
  return (tool?.from ?? []).flatMap((value) => parents(program, value));
}

function parents(program: Program, value: Value): readonly ToolParent[] {
  if (value.kind === "made") return lookedUp(program, value);
  if (value.kind !== "function" && value.kind !== "tool") return [];
  return definitionsOf(program, value, value.kind === "function" ? value.env : emptyEnv).flatMap(
    (found) => ("function" in found ? [found.function] : []),
  );
}

/** `await mcp.get_tool("name")`. */
function lookedUp(
  program: Program,
  { at, env }: Extract<Value, { kind: "made" }>,
): readonly ToolParent[] {
  const callee = at.node.type === "call" ? field(at.node, "function") : undefined;
  if (!callee || field(callee, "attribute")?.text !== "get_tool") return [];
  const { named, positional } = argumentsOf(at.node);
  const key = positional[0] ?? named.get("key") ?? named.get("name");
  const values = key ? program.evaluate({ file: at.file, node: key }, env) : [];
  return values.flatMap((each) => (each.kind === "string" ? [{ name: each.value }] : []));
}
