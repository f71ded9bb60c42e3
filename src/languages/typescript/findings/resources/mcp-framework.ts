/** mcp-framework: `read` of classes that extend MCPResource, `generateMessages` of MCPPrompt's. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { emptyEnv, type Values } from "../../evaluate/value.js";
import {
  classesExtending,
  contextChange,
  type Extending,
  fieldOf,
  hasContext,
  methodOf,
} from "../../forms/framework-classes.js";
import { linesOf } from "../../forms/library-queries.js";
import type { ts } from "../../source/compiler.js";
import type { OtherHandler } from "./handler.js";

const lines = linesOf("base", "resource", "prompt");

/** The classes that have such a method of their own; a base class as well, for those that inherit it. */
export function frameworkHandlers(evaluator: Evaluator): OtherHandler[] {
  return classesExtending(evaluator, lines).flatMap((each) => handlerOf(evaluator, each));
}

function handlerOf(evaluator: Evaluator, { node, line }: Extending): OtherHandler[] {
  const name = line.handler;
  const method = methodOf(node, name);
  const field = fieldOf(node, name);
  const values: Values = method
    ? [{ kind: "function", node: method, env: emptyEnv }]
    : evaluatedField(evaluator, field);
  const member = method ?? field;
  if (!member || values.length === 0) return [];
  return [
    {
      node: member.name,
      registration: member,
      values,
      isWrapped: hasContext(evaluator, node, name),
      change: () => contextChange(evaluator, node, name),
    },
  ];
}

function evaluatedField(evaluator: Evaluator, field: ts.PropertyDeclaration | undefined): Values {
  return field?.initializer ? evaluator.evaluate(field.initializer) : [];
}
