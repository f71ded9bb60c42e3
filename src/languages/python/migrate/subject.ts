/** A tool whose definition can be read, with what planning needs of it. */

import type { Node } from "web-tree-sitter";
import type { Place } from "../../../types.js";
import type { FoundTool } from "../forms/found-tool.js";
import type { Module } from "../source/parse.js";
import { lineStart } from "../source/text.js";
import type { MigrateContext } from "./context.js";
import { type Parameter, type Signature, signatureOf } from "./parameters.js";

export const PARAMETER = "target_account_id";

export interface Subject {
  readonly tool: FoundTool;
  readonly definition: Node;
  readonly module: Module;
  readonly signature: Signature;
  /** The parameter `target_account_id`, if the signature has it. */
  readonly parameter: Parameter | undefined;
  readonly context: MigrateContext;
}

/** The subject of a tool; undefined where its definition cannot be followed. */
export function subjectOf(tool: FoundTool, context: MigrateContext): Subject | undefined {
  const { definition } = tool;
  const module = definition && context.project.module(tool.file);
  const signature = module && signatureOf(definition, module.text);
  if (!signature) return undefined;
  const parameter = signature.parameters.find(({ name }) => name === PARAMETER);
  return { tool, definition, module, signature, parameter, context };
}

/** The place of an offset in a file, as an editor shows it. */
export function placeAt(file: string, text: string, offset: number): Place {
  const start = lineStart(text, offset);
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < start; at = text.indexOf("\n", at + 1)) line++;
  return { file, line, column: offset - start + 1 };
}
