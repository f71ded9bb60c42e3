/** The three things that a migration inserts into a tool: its parameter, its setup, its documentation. */

import type { CallSite } from "../forms/found-tool.js";
import { lintersOf } from "../project/linters.js";
import { codeEnd, eolAt, lineStart, newIndentAt, nextLogicalLine } from "../source/text.js";
import { docstringOf, linesAtStart } from "./body.js";
import { answerIn, completeInline } from "./complete.js";
import type { FixBuilder } from "./context.js";
import { docsInsertion, type Neighbours } from "./docs.js";
import { type Existing, outerDecorators } from "./existing.js";
import { isDecorated, setupBlock } from "./inline.js";
import { parameterInsertions } from "./parameter.js";
import { slotFor } from "./slot.js";
import { PARAMETER, type Subject } from "./subject.js";
import { unusedRule, withNoqa } from "./unused.js";

/**
 * Inserts the parameter; `isUsed` where the body will name it. The result says where it went, and which
 * calls kept it from the first optional place.
 */
export function addParameter(
  subject: Subject,
  isUsed: boolean,
  fix: FixBuilder,
): { readonly index: number; readonly shifted: readonly CallSite[] } {
  const { tool, module, signature, context } = subject;
  const last = context.settings.position === "last";
  const slot = slotFor(signature.parameters, tool.bound, last, () => tool.callers());
  const source = `${PARAMETER}: ${fix.use(module, "TargetAccountId")} = None`;
  const { lineLength, reportsUnused } = lintersOf(context.project);
  const insertions = parameterInsertions(module.text, signature, slot.index, source, lineLength);
  const isQuiet = isUsed || !reportsUnused;
  fix.add(module, isQuiet ? insertions : withNoqa(insertions, module.text, unusedRule(tool)));
  return slot;
}

/** Inserts the wrapper; where the guide's own form is asked for and would work, that. The result: which. */
export function addSetup(
  subject: Subject,
  { begun, inline }: Pick<Existing, "begun" | "inline">,
  fix: FixBuilder,
): "wrapper" | "inline" {
  const { tool, context } = subject;
  const wantsInline = context.settings.style === "inline" && (inline || !begun);
  if (
    wantsInline &&
    !isDecorated(tool) &&
    (completeInline(subject, fix) || addInline(subject, fix))
  )
    return "inline";
  addWrapper(subject, fix);
  return "wrapper";
}

/** Below the registration, which takes what stands under it, and above all that could swallow an error. */
function addWrapper({ tool, definition, module }: Subject, fix: FixBuilder): void {
  const { text } = module;
  const above = outerDecorators(tool).at(-1);
  const top = above ?? tool.decorators[0] ?? definition;
  const offset = above
    ? nextLogicalLine(text, codeEnd(text, above.endIndex))
    : lineStart(text, top.startIndex);
  const name = fix.use(module, "with_account_context");
  const decorator = tool.formatResponse ? `@${name}(format_response)` : `@${name}`;
  const line = `${newIndentAt(text, definition.startIndex)}${decorator}${eolAt(text, top.startIndex)}`;
  fix.add(module, [{ offset, text: line, rank: 1 }]);
}

function addInline(subject: Subject, fix: FixBuilder): boolean {
  const { definition, module } = subject;
  const { text } = module;
  const isAsync = text.startsWith("async", definition.startIndex);
  const place = linesAtStart(definition, text, [""]);
  if (!place) return false;
  const lines = setupBlock(isAsync, answerIn(subject), (name) => fix.use(module, name));
  fix.add(module, linesAtStart(definition, text, lines) ?? []);
  return true;
}

/**
 * Inserts the parameter's line wherever the tool's texts list its parameters. `index` is the
 * parameter's place among those of the signature. The result says whether a line was missing.
 */
export function addDocs(subject: Subject, index: number, fix: FixBuilder): boolean {
  const { tool, definition, module, signature, context } = subject;
  const names = signature.parameters.map(({ name }) => name).filter((name) => name !== PARAMETER);
  const around: Neighbours = { before: names.slice(0, index), after: names.slice(index) };
  const docstring = docstringOf(definition);
  const inDocstring = docstring ? docsInsertion(docstring, module.text, around) : [];
  fix.add(module, inDocstring);
  const other = tool.description && context.project.module(tool.description.file);
  if (!tool.description || !other) return inDocstring.length > 0;
  const inDescription = docsInsertion(tool.description.node, other.text, around);
  fix.add(other, inDescription);
  return inDocstring.length + inDescription.length > 0;
}
