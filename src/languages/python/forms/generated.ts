/** Servers made from another server or from an API's description: their tools have no function here. */

import type { Program } from "../evaluate/program.js";
import { emptyEnv } from "../evaluate/values.js";
import { type At, ancestor } from "../source/nodes.js";
import { isOfLibraries, lineOf } from "./library-queries.js";
import type { Site } from "./sites.js";

/** Why the tools made at this site cannot be migrated, or undefined where it is no MCP library's call. */
export function generatedAt(program: Program, site: Site): { at: At; reason: string } | undefined {
  const parent = site.node.parent;
  const callee = parent?.type === "attribute" ? parent : site.node;
  const call = ancestor(site.node, "call");
  if (!call || callee.parent?.id !== call.id) return undefined;
  const values = program.evaluate({ file: site.file, node: callee }, emptyEnv);
  const ours = values.some((value) => value.kind === "outside" && isOfLibraries(value.path));
  if (!ours) return undefined;
  return {
    at: { file: site.file, node: call },
    reason: lineOf(site.node.text, "function")?.reason ?? "",
  };
}
