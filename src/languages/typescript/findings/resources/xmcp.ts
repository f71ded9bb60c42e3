/** xmcp: the files of the folders resources and prompts, whose default export is the handler. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { emptyEnv, type Values } from "../../evaluate/value.js";
import {
  contextChange,
  type DefaultExport,
  defaultExportBelow,
  usesXmcp,
} from "../../forms/xmcp-exports.js";
import { isWrapped } from "../../migrate/wrapper.js";
import { ts } from "../../source/compiler.js";
import type { OtherHandler } from "./handler.js";

const folders = new Set(["resources", "prompts"]);

/** The handlers that such files export. */
export function xmcpHandlers(evaluator: Evaluator): OtherHandler[] {
  const { project } = evaluator;
  if (!usesXmcp(project)) return [];
  return project.sourcesWith(/\bexport\s+default\b/).flatMap((source) => {
    const exported = defaultExportBelow(evaluator, source, folders);
    return exported ? [handlerOf(evaluator, exported)] : [];
  });
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
