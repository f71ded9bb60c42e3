/** A registering method that is handed on to where it can't be followed: what is registered there is not seen. */

import type { Evaluator } from "../evaluate/evaluator.js";
import type { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { aliasedMethods, isUsed } from "./aliased-methods.js";
import { toolMethods } from "./prefilter.js";
import { type Registration, unnamed } from "./registration.js";

/** The methods of MCP servers that one file hands on to what can't be followed. */
export function handedOn(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  // What is put in the place of a method calls it with what the place is called with.
  const { assigned } = indexOf(source);
  return aliasedMethods(evaluator, toolMethods)
    .filter(({ node, method }) => node.getSourceFile() === source && !assigned.has(method))
    .filter((alias) => alias.names.length === 0 || !isUsed(evaluator, alias, toolMethods))
    .map(({ node, method }) => {
      const reason = `${method} is handed on here, and what calls it can't be followed; call it as a method of the server`;
      const tool = { ...unnamed(node, reason), hasParameter: false, hasContext: false };
      const refuse = () => ({ reason });
      return { form: "handed-on", node, tools: [tool], parameter: refuse, context: refuse };
    });
}
