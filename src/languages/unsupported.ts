/** Tools that are left alone. */

import type { ToolSite } from "../types.js";

/** The tool without its fix, and the reason why; a reason names the remedy. */
export function asUnsupported(tool: ToolSite, reason: string): ToolSite {
  const { fix: _left, ...rest } = tool;
  return { ...rest, state: "unsupported", reason };
}
