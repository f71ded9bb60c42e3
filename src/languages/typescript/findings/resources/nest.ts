/** Nest: methods that carry `@Resource`, `@ResourceTemplate` or `@Prompt` of an MCP module. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { emptyEnv } from "../../evaluate/value.js";
import { decoratorChange, hasContext, isNestMcp } from "../../forms/nest.js";
import { ts } from "../../source/compiler.js";
import { indexOf } from "../../source/file-index.js";
import type { OtherHandler } from "./handler.js";

const mark = /\b(?:Resource|ResourceTemplate|Prompt)\b[^;]*nest/i;
const names = new Set(["Resource", "ResourceTemplate", "Prompt"]);

/** The decorated methods that serve resources and prompts. */
export function nestHandlers(evaluator: Evaluator): OtherHandler[] {
  return evaluator.project
    .sourcesWith(mark)
    .flatMap((source) => indexOf(source).decorated)
    .flatMap((method): OtherHandler[] => {
      const decorator = ts.getDecorators(method)?.find((each) => isNestMcp(each, names));
      if (!decorator) return [];
      return [
        {
          node: method.name,
          registration: decorator,
          values: [{ kind: "function", node: method, env: emptyEnv }],
          isWrapped: hasContext(method),
          change: () => decoratorChange(method, decorator),
        },
      ];
    });
}
