/** Whether the tools of a server can all tell of errors in one way, each by its return annotation. */

import type { FoundTool } from "../forms/found-tool.js";
import type { Project } from "../source/parse.js";
import { isDecorated, ownAnswer } from "./inline.js";

/**
 * A client that finds one tool's error in its result and another's raised has to know both ways. Where the tools
 * differ, or one of them needs the wrapper, which raises, all raise.
 */
export function answerAlike(tools: readonly FoundTool[], project: Project): boolean {
  const statements = tools.flatMap((tool) => {
    const { definition, file, formatResponse, ignore, reason } = tool;
    const text = project.module(file)?.text;
    if (!definition || text === undefined || ignore !== undefined || reason !== undefined)
      return [];
    if (isDecorated(tool)) return ["raised by the wrapper"];
    return [ownAnswer({ definition, formatResponse }, project, text).statement("")];
  });
  return new Set(statements.map((each) => each.replaceAll('"', "'"))).size < 2;
}
