/** A call of a tool as its documentation would show it: what its signature requires, filled in. */

import type { Node } from "web-tree-sitter";
import type { Example, ToolSite } from "../../../types.js";
import { exampleAmong } from "../../supply/example/call.js";
import { objectFor } from "../../supply/example/sample.js";
import type { Schema } from "../../supply/example/schema.js";
import type { Program } from "../evaluate/program.js";
import type { FoundTool } from "../forms/found-tool.js";
import { isContext, isRequired, type Parameter, signatureOf } from "../migrate/parameters.js";
import { field } from "../source/nodes.js";
import { fieldSchema } from "./fields.js";

/** A call of one of the tools; `sites` are the same tools as planned, in the same order. */
export function exampleOf(
  found: readonly FoundTool[],
  sites: readonly ToolSite[],
  program: Program,
): Example | undefined {
  const written = sites.flatMap(({ name, state }, at) => {
    const tool = found[at];
    return tool?.definition && !tool.lowLevel ? [{ name, state, tool }] : [];
  });
  return exampleAmong(written, ({ tool }) => argumentsOf(tool, program));
}

function argumentsOf(
  { definition, file, bound }: FoundTool,
  program: Program,
): Record<string, unknown> | undefined {
  const module = program.module(file);
  const signature = module && definition && signatureOf(definition, module.text);
  if (!signature) return undefined;
  const schemas = signature.parameters
    .slice(bound ? 1 : 0)
    .filter((parameter) => isRequired(parameter) && !isContext(parameter))
    .map((parameter) => [parameter.name, schemaOf(parameter, definition, file, program)] as const);
  const required = schemas.flatMap(([name, schema]) => (schema ? [[name, schema] as const] : []));
  return required.length < schemas.length ? undefined : objectFor(new Map(required));
}

function schemaOf(
  { start }: Parameter,
  definition: Node,
  file: string,
  program: Program,
): Schema | undefined {
  const list = field(definition, "parameters")?.namedChildren ?? [];
  const node = list.find(({ startIndex }) => startIndex === start);
  const type = node && field(node, "type");
  return type && fieldSchema(program, { file, node: type }, field(node, "value"));
}
