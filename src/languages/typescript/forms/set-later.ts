/** Tools whose schema or handler is set later, by `update` of what registering them gave, or by an assignment to it. */

import type { ToolSite } from "../../../types.js";
import { asUnsupported } from "../../unsupported.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { Values } from "../evaluate/value.js";
import { contextWrappers, schemaHas, wentThrough } from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { bare, receiverOf } from "../source/nodes.js";

/** What sources have somewhere that set a tool's schema or handler later. */
const mark = /\bupdate\b|\.\s*(?:callback|handler|inputSchema)\s*=[^=]/;

/** The registrations of which `update`, or an assignment, replaces the schema or the handler by one that takes no account. */
export function setLater(evaluator: Evaluator): ReadonlySet<ts.Node> {
  const sources = evaluator.project.sourcesWith(mark);
  const found = sources.flatMap((source) => [
    ...updatesIn(source).flatMap(({ call, tool }) => {
      const [given] = call.arguments;
      return given && takesNoAccount(evaluator.evaluate(given)) ? [tool] : [];
    }),
    ...assignedIn(source, evaluator),
  ]);
  const nodes = found.flatMap((tool) => evaluator.evaluate(tool).map(({ node }) => node));
  // Objects that are registered later are followed with all that is assigned to them.
  return new Set(nodes.filter(ts.isCallExpression));
}

interface Update {
  readonly call: ts.CallExpression;
  readonly tool: ts.Expression;
}

/** `tool.update(…)`, and `update(…)` where `const { update } = server.registerTool(…)`. */
function updatesIn(source: ts.SourceFile): Update[] {
  const { calls, taken } = indexOf(source);
  const all = (name: string) => (calls.get(name) ?? []).filter(ts.isCallExpression);
  const methods = all("update").flatMap((call) => {
    const tool = receiverOf(call);
    return tool ? [{ call, tool }] : [];
  });
  const functions = (taken.get("update") ?? []).flatMap(({ local, owner }) =>
    all(local).flatMap((call) => (receiverOf(call) ? [] : [{ call, tool: owner }])),
  );
  return [...methods, ...functions];
}

/** Tools of which `tool.callback = …` and the like set what takes no account. */
function assignedIn(source: ts.SourceFile, evaluator: Evaluator): ts.Expression[] {
  const { assigned } = indexOf(source);
  return ["callback", "handler", "inputSchema"].flatMap((name) =>
    (assigned.get(name) ?? []).flatMap(({ left, right }) => {
      const target = bare(left);
      if (!ts.isPropertyAccessExpression(target) || target.name.text !== name) return [];
      const values = evaluator.evaluate(right);
      const isDone =
        name === "inputSchema" ? schemaHas(values) : wentThrough(values, contextWrappers);
      return isDone ? [] : [target.expression];
    }),
  );
}

/** Names of RegisteredTool.update in @modelcontextprotocol/sdk 1.x and @modelcontextprotocol/server 2.x. */
function takesNoAccount(given: Values): boolean {
  return given.some((value) => {
    if (value.kind !== "object") return false;
    const schema = value.properties.get("paramsSchema");
    const handler = value.properties.get("callback");
    return (
      (schema !== undefined && !schemaHas(schema())) ||
      (handler !== undefined && !wentThrough(handler(), contextWrappers))
    );
  });
}

/** A tool that is registered by one of these calls: what it was registered with is not what is served. */
export function unlessSetLater(
  site: ToolSite,
  registration: ts.Node,
  later: ReadonlySet<ts.Node>,
): ToolSite {
  if (!later.has(registration)) return site;
  return asUnsupported(
    site,
    "its schema or handler is replaced by `update`, without the account; register it with what it ends up with, or give `update` a `callback: withAccountContext(…)` and a `paramsSchema` with target_account_id",
  );
}
