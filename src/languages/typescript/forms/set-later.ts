/** Tools whose schema or handler is set later, by `update` of what registering them gave. */

import type { ToolSite } from "../../../types.js";
import { asUnsupported } from "../../unsupported.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { Values } from "../evaluate/value.js";
import { contextWrappers, schemaHas, wentThrough } from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { receiverOf } from "../source/nodes.js";

/** The registrations of which `update` replaces the schema or the handler by one that takes no account. */
export function setLater(evaluator: Evaluator): ReadonlySet<ts.Node> {
  const calls = evaluator.project
    .sourcesWith(/\.\s*update\s*\(/)
    .flatMap((source) => indexOf(source).calls.get("update") ?? [])
    .filter(ts.isCallExpression);
  const found = calls.flatMap((call) => {
    const [given] = call.arguments;
    const receiver = receiverOf(call);
    if (!given || !receiver || !takesNoAccount(evaluator.evaluate(given))) return [];
    return evaluator.evaluate(receiver).map(({ node }) => node);
  });
  return new Set(found);
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
