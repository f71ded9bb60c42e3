/**
 * Tools that others are made from by a `transform_fn` of fastmcp that names every argument. Once the one
 * takes the account, the server starts only if the others take it as well: so its fix holds theirs.
 */

import type { Fix } from "../../../types.js";
import type { FoundTool } from "../forms/found-tool.js";
import { type Migration, settled } from "./context.js";

/** The migrations of all tools, in their order, each with what the tools made from it need. */
export function withTransforms(
  tools: readonly FoundTool[],
  migrations: readonly Migration[],
): readonly Migration[] {
  return migrations.map((migration, index) => {
    const tool = tools[index];
    if (!tool || !migration.fix) return migration;
    const made = madeFrom(tool, tools);
    const alone = [...made].find((each) => isStuck(migrations[tools.indexOf(each)]));
    if (alone) return settled("unsupported", stuckText(alone));
    const others = [...made].flatMap((each) => migrations[tools.indexOf(each)]?.fix ?? []);
    return { ...migration, fix: merged([migration.fix, ...others]) };
  });
}

/** The tools made from one, and those made from them. */
function madeFrom(tool: FoundTool, tools: readonly FoundTool[]): ReadonlySet<FoundTool> {
  const found = new Set<FoundTool>();
  const add = (parent: FoundTool): void => {
    for (const each of tools) {
      if (each === tool || found.has(each) || !isMadeFrom(each, parent)) continue;
      found.add(each);
      add(each);
    }
  };
  add(tool);
  return found;
}

function isMadeFrom({ parents }: FoundTool, { name, file, definition }: FoundTool): boolean {
  return parents.some((parent) =>
    "name" in parent
      ? parent.name === name
      : parent.file === file && parent.node.startIndex === definition?.startIndex,
  );
}

function isStuck(migration: Migration | undefined): boolean {
  return migration !== undefined && migration.state !== "migrated" && !migration.fix;
}

function stuckText({ name }: FoundTool): string {
  return `${name} is made from it by a transform_fn that names every argument and is not retrofitted: the server would not start; give that function **kwargs, or have ${name} retrofitted as well`;
}

function merged(fixes: readonly Fix[]): Fix {
  return {
    edits: fixes.flatMap(({ edits }) => edits),
    imports: fixes.flatMap(({ imports }) => imports),
  };
}
