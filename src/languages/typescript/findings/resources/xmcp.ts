/** xmcp: the files of the folders resources and prompts, whose default export is the handler. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { emptyEnv, type Values } from "../../evaluate/value.js";
import { linesOf } from "../../forms/library-queries.js";
import { contextChange, type DefaultExport, exportsIn } from "../../forms/xmcp-exports.js";
import { isWrapped } from "../../migrate/wrapper.js";
import { ts } from "../../source/compiler.js";
import type { OtherHandler } from "./handler.js";

const lines = linesOf("folder", "resource", "prompt");

/** The handlers that such files export. */
export function xmcpHandlers(evaluator: Evaluator): OtherHandler[] {
  return exportsIn(evaluator, lines).map(({ exported }) => handlerOf(evaluator, exported));
}

function handlerOf(evaluator: Evaluator, exported: DefaultExport): OtherHandler {
  const isWritten = ts.isExportAssignment(exported);
  const values: Values = isWritten
    ? evaluator.evaluate(exported.expression)
    : [{ kind: "function", node: exported, env: emptyEnv }];
  return {
    node: exported,
    registration: exported,
    values,
    isWrapped: isWritten && isWrapped(exported.expression, values),
    change: () => contextChange(evaluator, exported),
  };
}
