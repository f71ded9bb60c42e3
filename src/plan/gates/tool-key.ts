/** Tools before and after insertions: their lines move, so they are known by file and name, as often as that occurs. */

import type { ToolSite } from "../../types.js";

/** How many tools of each file and name there are. */
export function countByTool(tools: readonly ToolSite[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const tool of tools) counts.set(keyOf(tool), (counts.get(keyOf(tool)) ?? 0) + 1);
  return counts;
}

/** The tools that are more than were counted. */
export function exceeding(
  tools: readonly ToolSite[],
  counted: ReadonlyMap<string, number>,
): ToolSite[] {
  const left = new Map(counted);
  return tools.filter((tool) => {
    const count = left.get(keyOf(tool)) ?? 0;
    left.set(keyOf(tool), count - 1);
    return count <= 0;
  });
}

/** The same for a tool before and after. */
export function keyOf({ place, name }: ToolSite): string {
  return `${place.file}\0${name}`;
}
