/** Servers made from another server or from an API's description: their tools have no function here. */

import type { Program } from "../evaluate/program.js";
import { emptyEnv } from "../evaluate/values.js";
import { type At, ancestor } from "../source/nodes.js";
import type { Site } from "./sites.js";

const ways: Record<string, string> = {
  from_openapi:
    "its tools are generated from an OpenAPI document; give its HTTP client the account's credentials per call",
  from_fastapi:
    "its tools are generated from a FastAPI application; take the account in the application's own routes",
  as_proxy: "its tools are another server's; retrofit that server",
  create_proxy: "its tools are another server's; retrofit that server",
};

/** Why the tools made at this site cannot be migrated, or undefined where it is no MCP library's call. */
export function generatedAt(program: Program, site: Site): { at: At; reason: string } | undefined {
  const parent = site.node.parent;
  const callee = parent?.type === "attribute" ? parent : site.node;
  const call = ancestor(site.node, new Set(["call"]));
  if (!call || callee.parent?.id !== call.id) return undefined;
  const values = program.evaluate({ file: site.file, node: callee }, emptyEnv);
  const ours = values.some((value) => value.kind === "outside" && /^(fast)?mcp\./.test(value.path));
  if (!ours) return undefined;
  const reason =
    ways[site.node.text] ?? (/OpenAPI/.test(site.node.text) ? ways.from_openapi : ways.as_proxy);
  return { at: { file: site.file, node: call }, reason: reason ?? "" };
}
