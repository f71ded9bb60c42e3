/** Nest: methods that carry `@Resource`, `@ResourceTemplate` or `@Prompt` of an MCP module. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { emptyEnv } from "../../evaluate/value.js";
import { linesOf } from "../../forms/library-queries.js";
import { decoratedBy, decoratorChange, hasContext } from "../../forms/nest.js";
import { decoratorPattern } from "../../forms/prefilter.js";
import { indexOf } from "../../source/file-index.js";
import type { OtherHandler } from "./handler.js";

const lines = linesOf("decorator", "resource", "prompt");
const pattern = decoratorPattern(lines);

/** The decorated methods that serve resources and prompts. */
export function nestHandlers(evaluator: Evaluator): OtherHandler[] {
  return evaluator.project
    .sourcesWith(pattern)
    .flatMap((source) => indexOf(source).decorated)
    .flatMap((method) =>
      decoratedBy(method, lines).map(({ decorator }) => ({
        node: method.name,
        registration: decorator,
        values: [{ kind: "function", node: method, env: emptyEnv }],
        isWrapped: hasContext(method),
        change: () => decoratorChange(method, decorator),
      })),
    );
}
