/** Resources and prompts that reach AWS: no tools, but what they sign must belong to a call as well. */

import { ts } from "ts-morph";
import { rules } from "../../../rules.js";
import type { Finding } from "../../../types.js";
import { ignoredFinding } from "../../ignored.js";
import { around } from "../edits.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { Values } from "../evaluate/value.js";
import { indexOf } from "../fileindex.js";
import { isWrapped } from "../handler.js";
import { bindingClash } from "../names.js";
import { placeOf } from "../parse.js";
import { ignoreReason } from "../pragma.js";
import { serverKind } from "../receivers.js";
import { change } from "../services.js";
import { literalText, walk } from "../syntax.js";
import { serverCalls } from "./server-calls.js";

/** What a file has if it serves resources or prompts. */
export const otherMark =
  /\b(?:resource|registerResource|prompt|registerPrompt|setRequestHandler)\b/;

const methods = ["resource", "registerResource", "prompt", "registerPrompt"];
const requests =
  /^(?:(?:Read|List|Get)(?:Resource|Prompt)\w*RequestSchema|(?:resources|prompts)\/\w+)$/;
const wrapper = "withAccountContext";

/**
 * The handlers of resources and prompts, each with its fix. Strict mode refuses what is signed outside
 * every call; wrapped, a handler runs with the server's own credentials as it always did.
 */
export function otherHandlers(evaluator: Evaluator, source: ts.SourceFile): Finding[] {
  const high = methods.flatMap((method) =>
    serverCalls(evaluator, source, method, ["high"]).map(({ call }) => call),
  );
  const low = (indexOf(source).calls.get("setRequestHandler") ?? [])
    .filter(ts.isCallExpression)
    .filter((call) => requests.test(requestName(call.arguments[0])))
    .filter((call) => ["high", "low"].includes(serverKind(evaluator, call)));
  return [...high, ...low].flatMap((call) => findingAt(evaluator, call, source));
}

function requestName(node: ts.Expression | undefined): string {
  if (!node) return "";
  return (
    literalText(node) ?? (ts.isPropertyAccessExpression(node) ? node.name.text : node.getText())
  );
}

function findingAt(
  evaluator: Evaluator,
  call: ts.CallExpression,
  source: ts.SourceFile,
): Finding[] {
  const handler = call.arguments.at(-1);
  if (!handler || call.arguments.length < 2) return [];
  const values = evaluator.evaluate(handler);
  if (isWrapped(handler, values) || !mayReachAws(values)) return [];
  const place = placeOf(handler);
  const { severity } = rules["other-handler"];
  const finding = { rule: "other-handler", severity, place, message, wayOut };
  const reason = ignoreReason(call);
  if (reason) return [ignoredFinding(finding, reason)];
  if (bindingClash(source, wrapper, handler)) return [finding];
  const fix = change(handler, wrapper, around(handler, `${wrapper}(`, ")"));
  return [{ ...finding, fix }];
}

const message =
  "a resource or prompt runs outside every tool call, where strict mode refuses to sign";
const wayOut = `wrap its handler: \`${wrapper}(…)\``;

/** A last argument that is a schema or a description is no handler; what only answers a text reaches no AWS. */
function mayReachAws(values: Values): boolean {
  return values.every((value) =>
    value.kind === "function" ? isAsync(value.node) || calls(value.node) : value.kind === "unknown",
  );
}

function isAsync(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && hasAsync(ts.getModifiers(node));
}

function hasAsync(modifiers: readonly ts.Modifier[] | undefined): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

function calls(node: ts.Node): boolean {
  let found = false;
  walk(node, (inner) => {
    found ||= ts.isCallExpression(inner);
  });
  return found;
}
