/** Completes the guide's own form where somebody wrote a part of it: an `await`, a `try` round the call, handlers. */

import type { Node } from "web-tree-sitter";
import { eolAt, isFirstOnLine, lineEnd, lineStart, newIndentAt, stepOf } from "../source/text.js";
import type { FixBuilder } from "./context.js";
import { enclosingTries, unanswered } from "./handlers.js";
import { type Answer, HANDLED, handlerLines, ownAnswer, RAISED } from "./inline.js";
import { faultInCall, NOT_AWAITED, setupCall } from "./setup.js";
import type { Subject } from "./subject.js";

/** How a tool tells of an error in the guide's own form: as all tools of its server do. */
export function answerIn({ tool, definition, module, context }: Subject): Answer {
  if (!context.answerAlike()) return RAISED;
  return ownAnswer(
    { definition, formatResponse: tool.formatResponse },
    context.project,
    module.text,
  );
}

/** Whether insertions round the setup that is there complete it; they are in the fix then. */
export function completeInline(subject: Subject, fix: FixBuilder): boolean {
  const { definition, module } = subject;
  const call = setupCall(definition, module.text);
  if (!call) return false;
  const fault = faultInCall(call, definition, module.text);
  const isAsync = module.text.startsWith("async", definition.startIndex);
  if (fault !== undefined && !(fault === NOT_AWAITED && isAsync)) return false;
  const lacking = unanswered(call, definition, HANDLED);
  const [inner] = enclosingTries(call, definition);
  const place = inner ? beforeHandlers(inner, module.text) : roundStatement(call, module.text);
  if (!place) return false;
  if (fault) fix.add(module, [{ offset: call.startIndex, text: "await " }]);
  const lines = handlerLines(lacking, answerIn(subject), (name) => fix.use(module, name));
  fix.add(module, place(lines));
  return true;
}

type Insertions = readonly { readonly offset: number; readonly text: string }[];
type Place = (handlers: readonly string[]) => Insertions;

/** Before the first handler there is, which may catch everything. */
function beforeHandlers(statement: Node, text: string): Place | undefined {
  const first = statement.namedChildren.find(({ type }) => /^(?:except|finally)_/.test(type));
  if (!first || !isFirstOnLine(text, first.startIndex)) return undefined;
  const { indented, eol } = layoutAt(statement, text);
  return (handlers) =>
    handlers.length === 0
      ? []
      : [{ offset: lineStart(text, first.startIndex), text: indented(handlers).join(eol) + eol }];
}

/** A `try:` above the statement of the call, which moves in by a step, and the handlers below it. */
function roundStatement(call: Node, text: string): Place | undefined {
  let statement: Node = call;
  while (statement.parent && statement.parent.type !== "block") statement = statement.parent;
  const end = lineEnd(text, statement.endIndex);
  const isAlone = /^\s*(?:#.*)?$/.test(text.slice(statement.endIndex, end));
  // Text that goes over several lines would change with its indentation.
  if (!isFirstOnLine(text, statement.startIndex) || !isAlone || statement.text.includes("\n")) {
    return undefined;
  }
  const { indented, eol, step } = layoutAt(statement, text);
  const start = lineStart(text, statement.startIndex);
  return (handlers) => [
    { offset: start, text: `${indented(["try:"])[0]}${eol}${step}` },
    { offset: end, text: eol + indented(handlers).join(eol) },
  ];
}

function layoutAt(statement: Node, text: string) {
  const indent = newIndentAt(text, statement.startIndex);
  const step = stepOf(text);
  return {
    eol: eolAt(text, statement.startIndex),
    step,
    indented: (lines: readonly string[]) => lines.map((line) => indent + line.replace(/^\t/, step)),
  };
}
