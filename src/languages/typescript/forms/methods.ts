/** Tools that a method of a server registers: each line of the table is read as it says that it is given. */

import type { Evaluator } from "../evaluate/evaluator.js";
import type { ts } from "../source/compiler.js";
import { listedObjects, objectTool } from "./add-tool.js";
import type { Given, GivenToMethod, Line } from "./library.js";
import { linesOf } from "./library-queries.js";
import { configuredTool, taskTool } from "./register-tool.js";
import type { Registration } from "./registration.js";
import { type ServerCall, serverCalls } from "./server-calls.js";
import { toolByArguments } from "./tool.js";

/** Reads the registration that one call is. */
type Reader = (evaluator: Evaluator, call: ServerCall, line: Line) => Registration[];

const readers: Record<GivenToMethod, Reader> & Partial<Record<Given, Reader>> = {
  arguments: toolByArguments,
  config: configuredTool,
  task: taskTool,
  object: objectTool,
  list: listedObjects,
};

const lines = linesOf("method", "tool");

/** The tools that methods register in one file. */
export function toolsByMethod(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  return lines.flatMap((line) =>
    serverCalls(evaluator, source, line).flatMap(
      (call) => readers[line.given]?.(evaluator, call, line) ?? [],
    ),
  );
}
