/** `app.post("/mcp", …)` that tells `tools/call` apart itself: JSON-RPC answered by hand. */

import {
  callMethod,
  handWrittenName,
  handWrittenReason,
  listMethod,
  mayAnswer,
} from "../../json-rpc.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { isLibraryFile } from "../project/mcp-library.js";
import { ts } from "../source/compiler.js";
import { walk } from "../source/nodes.js";
import { placeOf } from "../source/parse.js";
import type { Registration } from "./registration.js";

/** What a file has that answers calls of tools itself. */
export const handWrittenMark = new RegExp(callMethod);

/**
 * A site for each place of a file that tells both methods apart to answer them. A client sends the methods, a
 * library registers handlers for them, and a log or a limit asks for one alone: none of these is one.
 */
export function handWritten(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  if (!mayAnswer(source.text)) return [];
  if (isLibraryFile(evaluator.project, source.fileName)) return [];
  const lists = toldApart(evaluator, source, listMethod);
  const scopes = new Set(lists.map(scopeOf));
  const first = new Map(
    toldApart(evaluator, source, callMethod)
      .filter((node) => scopes.has(scopeOf(node)))
      .reverse()
      .map((node) => [scopeOf(node), node]),
  );
  return [...first.values()].map(registration);
}

function registration(node: ts.Node): Registration {
  const change = () => ({ reason: handWrittenReason });
  const tool = {
    name: handWrittenName,
    place: placeOf(node),
    node,
    hasParameter: false,
    hasContext: false,
  };
  return { form: "json-rpc", node, tools: [tool], parameter: change, context: change };
}

/** Where a method is told apart: `case "…"`, a comparison, the name of a function in a table. */
function toldApart(evaluator: Evaluator, source: ts.SourceFile, method: string): ts.Node[] {
  const found: ts.Node[] = [];
  walk(source, (node) => {
    if (ts.isStringLiteralLike(node) && node.text === method && tellsApart(evaluator, node))
      found.push(node);
  });
  return found;
}

function tellsApart(evaluator: Evaluator, node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (ts.isCaseClause(parent)) return parent.expression === node;
  if (ts.isBinaryExpression(parent)) return /^[!=]==?$/.test(parent.operatorToken.getText());
  if (ts.isMethodDeclaration(parent)) return parent.name === node;
  if (!ts.isPropertyAssignment(parent) || parent.name !== node) return false;
  return evaluator.evaluate(parent.initializer).some(({ kind }) => kind === "function");
}

/** The table, or the outermost function: what answers one request. */
function scopeOf(node: ts.Node): ts.Node {
  const table = node.parent.parent;
  if (ts.isObjectLiteralExpression(table)) return table;
  let scope: ts.Node = node.getSourceFile();
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at)) scope = at;
  return scope;
}
