/** From a registration to tool sites: the state of each, and the fix that all of them share. */

import type { ts } from "ts-morph";
import type { Fix, ToolSite } from "../../types.js";
import { isInside } from "./forms/tool-object.js";
import { bindingClash } from "./names.js";
import { placeOf } from "./parse.js";
import { ignoreReason } from "./pragma.js";
import type { FoundTool, Registration } from "./registration.js";
import { type Change, isRefusal, type Refusal, together } from "./services.js";

/** The tools of a registration as the product's own words have them. */
export function sitesOf(registration: Registration): ToolSite[] {
  const { tools } = registration;
  const needsParameter = tools.some((tool) => !tool.hasParameter);
  const needsContext = tools.some((tool) => !tool.hasContext);
  const wanted: Change | Refusal = together(
    needsParameter ? registration.parameter() : nothing,
    needsContext ? registration.context() : nothing,
  );
  const fix = isRefusal(wanted) ? wanted : unlessClash(wanted, registration.node);
  return tools.map((tool) => siteOf(registration, tool, fix));
}

const nothing: Change = { edits: [], imports: [] };

function siteOf(registration: Registration, tool: FoundTool, fix: Change | Refusal): ToolSite {
  const place = placeOf(registration.node);
  const isElsewhere = !isInside(tool.node, registration.node);
  const base = {
    name: tool.name,
    form: registration.form,
    place: tool.place,
    ...(isElsewhere ? { registration: place } : {}),
  };
  const ignored = ignoreReason(registration.node) ?? ignoreReason(tool.node);
  if (ignored) return { ...base, state: "ignored", missing: [], reason: ignored };
  const missing = [
    ...(tool.hasParameter ? [] : ["parameter"]),
    ...(tool.hasContext ? [] : ["wrapper"]),
  ];
  if (missing.length === 0) return { ...base, state: "migrated", missing };
  if (isRefusal(fix)) return { ...base, state: "unsupported", missing, reason: fix.reason };
  return {
    ...base,
    state: missing.length === 1 ? "partial" : "pending",
    missing,
    ...(tool.note ? { reason: tool.note } : {}),
    fix: fix satisfies Fix,
  };
}

/** A fix that would import a name which means something else here can't be made. */
function unlessClash(fix: Change, node: ts.Node): Change | Refusal {
  for (const { names, file } of fix.imports) {
    if (file !== node.getSourceFile().fileName) continue;
    for (const name of names) {
      if (bindingClash(node.getSourceFile(), name, node)) {
        return {
          reason: `the file has a ${name} of its own, and the fix would import another; rename yours`,
        };
      }
    }
  }
  return fix;
}
