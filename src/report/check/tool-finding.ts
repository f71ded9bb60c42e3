/** A tool that is not migrated, as a finding: formats for programs know nothing but findings. */

import { findingOf } from "../../rules/finding.js";
import type { Finding, ToolSite } from "../../types.js";

/** The finding of a tool, or none for one that is migrated. */
export function toolFinding(tool: ToolSite): (Finding & { readonly tool: string }) | undefined {
  const { name, place, state, reason } = tool;
  if (state === "migrated") return undefined;
  if (state === "ignored") {
    const message = `${name} is left out (${reason ?? "by choice"})`;
    const found = findingOf("tool-pending", { place, message, severity: "note" });
    return { ...found, tool: name, ignored: reason ?? "by choice" };
  }
  const lacks = tool.missing.length > 0 ? [`lacks ${listed(tool.missing)}`] : [];
  const message = `${name}: ${[...lacks, ...(reason === undefined ? [] : [reason])].join("; ")}`;
  const found = { ...findingOf(`tool-${state}`, { place, message, fix: tool.fix }), tool: name };
  // A reason says itself what helps.
  if (reason !== undefined) delete found.remedy;
  return found;
}

function listed(words: readonly string[]): string {
  return words.join(" and ");
}
