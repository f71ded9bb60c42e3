/** Whether a tool answers through a `format_response` of its server. */

import { evaluate } from "./evaluate/evaluate.js";
import { emptyEnv } from "./evaluate/values.js";
import type { Program } from "./program.js";
import type { At } from "./tree.js";

/** True where the function calls `format_response` and that name is a function its module can see. */
export function answersThroughFormat(program: Program, definition: At): boolean {
  const module = program.module(definition.file);
  if (!module) return false;
  const { startIndex, endIndex } = definition.node;
  const match = /(?<![\w.])format_response(?=\s*\()/.exec(module.text.slice(startIndex, endIndex));
  if (!match) return false;
  const node = module.root.descendantForIndex(startIndex + match.index);
  if (node?.type !== "identifier") return false;
  const values = evaluate(program, { file: definition.file, node }, emptyEnv);
  return values.some((value) => value.kind === "function" || value.kind === "outside");
}
