/** Resources and prompts that reach AWS: no tools, but what they sign must belong to a call as well. */

import { asIgnored, findingOf } from "../../../../rules/finding.js";
import type { Finding } from "../../../../types.js";
import { byPlace } from "../../../by-place.js";
import type { Evaluator } from "../../evaluate/evaluator.js";
import { type Change, isRefusal, type Refusal } from "../../migrate/service-names.js";
import { unlessClash } from "../../migrate/state.js";
import { type Project, placeOf } from "../../source/parse.js";
import { ignoreReason } from "../../source/pragma.js";
import { type Lacking, lackingExports, unlessLacking } from "../../supply/services-exports.js";
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
  const { project } = evaluator;
  const lacking = lackingExports(project.server, project.files);
  return libraries
    .flatMap((handlersOf) => handlersOf(evaluator))
    .filter(({ isWrapped, values }) => !isWrapped && mayReachAws(values))
    .map((handler) => handlerFinding(handler, project, lacking))
    .toSorted(byPlace);
}

function handlerFinding(handler: OtherHandler, project: Project, lacking: Lacking): Finding {
  const finding = findingOf("other-handler", { place: placeOf(handler.node), message });
  const reason = ignoreReason(handler.registration, project);
  if (reason) return asIgnored(finding, reason);
  const fix = fixOf(handler, lacking);
  if (isRefusal(fix)) return { ...finding, remedy: fix.reason };
  const wrapper = fix.imports.flatMap(({ names }) => names).join(", ");
  return { ...finding, remedy: `wrap its handler: \`${wrapper}\``, fix };
}

function fixOf({ node, change }: OtherHandler, lacking: Lacking): Change | Refusal {
  const wanted = change();
  const free = isRefusal(wanted) ? wanted : unlessClash(wanted, node);
  return isRefusal(free) ? free : unlessLacking(free, lacking);
}

const message =
  "a resource or prompt runs outside every tool call, where strict mode refuses to sign";
