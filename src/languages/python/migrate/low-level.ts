/** A low-level server: its list handler shows the parameter, its call handler takes the account. */

import type { Node } from "web-tree-sitter";
import type { FunctionAt, LowLevel } from "../forms/found-tool.js";
import { handlerNames } from "../forms/library-queries.js";
import { serviceName } from "../imports/service-names.js";
import { codeEnd, eolAt, lineStart, newIndentAt, nextLogicalLine } from "../source/text.js";
import {
  createFix,
  type FixBuilder,
  type MigrateContext,
  type Migration,
  settled,
} from "./context.js";

/** The pair's decorators. All tools of one pair share the edits. */
export function migrateLowLevel(pair: LowLevel, context: MigrateContext): Migration {
  const fix = createFix();
  const list = addDecorator(pair.list, "with_account_list", context, fix);
  const call = addDecorator(pair.call, "with_account_call", context, fix);
  if (!list && !call) return settled("migrated");
  const missing = [...(list ? ["parameter"] : []), ...(call ? ["wrapper"] : [])];
  const built = fix.fix();
  const state = list && call ? "pending" : "partial";
  return { state, missing, findings: [], ...(built ? { fix: built } : {}) };
}

/** What the decorator must stand below: the registration, and what makes a method of a function. */
const ABOVE = new RegExp(`\\.(?:${handlerNames})\\s*\\(|^@\\s*(?:static|class)method\\b`);

/** Puts the decorator where it takes the function itself, unless it is there. The result says whether it was missing. */
function addDecorator(
  { file, node }: FunctionAt,
  name: string,
  { project }: MigrateContext,
  fix: FixBuilder,
): boolean {
  const module = project.module(file);
  if (!module) return false;
  const decorators = decoratorsOf(node);
  const { local } = serviceName(module, name);
  if (decorators.some(({ text }) => text.replace(/^@\s*/, "").startsWith(local))) return false;
  const above = decorators.findLast(({ text }) => ABOVE.test(text));
  const { text } = module;
  const top = decorators[0] ?? node;
  const offset = above
    ? nextLogicalLine(text, codeEnd(text, above.endIndex))
    : lineStart(text, top.startIndex);
  const indent = newIndentAt(text, node.startIndex);
  fix.add(module, [{ offset, text: `${indent}@${fix.use(module, name)}${eolAt(text, offset)}` }]);
  return true;
}

function decoratorsOf(definition: Node): Node[] {
  const parent = definition.parent;
  if (parent?.type !== "decorated_definition") return [];
  return parent.namedChildren.filter(({ type }) => type === "decorator");
}
