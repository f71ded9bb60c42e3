/** Resources and prompts that reach AWS: no tools, but what they sign must belong to a call as well. */

import { rules } from "../../../rules.js";
import type { Finding } from "../../../types.js";
import { ignoredFinding } from "../../ignored.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { placeOf } from "../parse.js";
import { ignoreReason } from "../pragma.js";
import { isRefusal } from "../services.js";
import { unlessClash } from "../state.js";
import { fastmcpHandlers } from "./fastmcp.js";
import type { OtherHandler } from "./handler.js";
import { frameworkHandlers } from "./mcp-framework.js";
import { nestHandlers } from "./nest.js";
import { mayReachAws } from "./reach.js";
import { sdkHandlers } from "./sdk.js";
import { xmcpHandlers } from "./xmcp.js";

const libraries = [sdkHandlers, fastmcpHandlers, nestHandlers, frameworkHandlers, xmcpHandlers];

/**
 * The handlers of resources and prompts, each with its fix. Strict mode refuses what is signed outside
 * every call; wrapped, a handler runs with the server's own credentials as it always did.
 */
export function otherHandlers(evaluator: Evaluator): Finding[] {
  return libraries
    .flatMap((handlersOf) => handlersOf(evaluator))
    .filter(({ isWrapped, values }) => !isWrapped && mayReachAws(values))
    .map(findingOf);
}

function findingOf({ node, registration, change }: OtherHandler): Finding {
  const { severity } = rules["other-handler"];
  const finding = { rule: "other-handler", severity, place: placeOf(node), message };
  const reason = ignoreReason(registration);
  if (reason) return ignoredFinding(finding, reason);
  const wanted = change();
  const fix = isRefusal(wanted) ? wanted : unlessClash(wanted, node);
  if (isRefusal(fix)) return { ...finding, wayOut: fix.reason };
  const wrapper = fix.imports.flatMap(({ names }) => names).join(", ");
  return { ...finding, wayOut: `wrap its handler: \`${wrapper}\``, fix };
}

const message =
  "a resource or prompt runs outside every tool call, where strict mode refuses to sign";
