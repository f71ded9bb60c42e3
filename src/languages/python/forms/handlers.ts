/** The handlers of low-level servers: those that decorators register, and those that are given to the server. */

import { solve } from "../evaluate/paths.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, emptyEnv } from "../evaluate/values.js";
import { type At, ancestor, enclosingFunction, field, keyOf } from "../source/nodes.js";
import { definitionsOf } from "./definition.js";
import { receiverOf } from "./receivers.js";
import type { Site } from "./sites.js";

/** A handler's function, or why it cannot be followed. */
export interface Handler {
  readonly kind: "list" | "call";
  /** The function; where it cannot be followed, what is given for it. */
  readonly at: At;
  readonly lost?: string;
  /** The same for two handlers of one server object. */
  readonly server: string;
}

const METHODS: Record<string, Handler["kind"]> = { "tools/list": "list", "tools/call": "call" };

/** The handlers registered at a site; several where a function registers what its callers pass. */
export function handlersAt(program: Program, site: Site): readonly Handler[] {
  if (site.node.parent?.type === "keyword_argument") return inConstructor(program, site);
  const attribute = site.node.parent;
  const object = attribute && field(attribute, "object");
  const call = attribute?.parent;
  if (!object || call?.type !== "call") return [];
  if (receiverOf(program, { file: site.file, node: object }) === "other") return [];
  const owner = enclosingFunction(call)?.startIndex ?? -1;
  const server = `${site.file}:${owner}:${object.text}`;
  if (site.kind === "given-handler") return added(program, { file: site.file, node: call }, server);
  return registered(program, { file: site.file, node: call }, kindOf(site), server);
}

function kindOf({ node }: Site): Handler["kind"] {
  return node.text.endsWith("list_tools") ? "list" : "call";
}

/** `Server(…, on_list_tools=f, on_call_tool=g)` of mcp 2 */
function inConstructor(program: Program, site: Site): readonly Handler[] {
  const value = site.node.parent && field(site.node.parent, "value");
  const call = ancestor(site.node, "call");
  if (!value || !call || site.node.parent?.parent?.parent?.id !== call.id) return [];
  const at = { file: site.file, node: call };
  if (receiverOf(program, at) === "other") return [];
  return given(program, { file: site.file, node: value }, kindOf(site), keyOf(at));
}

/** `server.add_request_handler("tools/list", Params, f)` of mcp 2 */
function added(program: Program, { file, node }: At, server: string): readonly Handler[] {
  const { positional, named } = argumentsOf(node);
  const method = named.get("method") ?? positional[0];
  const value = named.get("handler") ?? positional[2];
  if (!method || !value) return [];
  const names = program.evaluate({ file, node: method }, emptyEnv);
  return names.flatMap((name) => {
    const kind = name.kind === "string" ? METHODS[name.value] : undefined;
    return kind ? given(program, { file, node: value }, kind, server) : [];
  });
}

/** `@server.list_tools()` and `server.list_tools()(f)` of mcp 1 */
function registered(
  program: Program,
  { file, node }: At,
  kind: Handler["kind"],
  server: string,
): readonly Handler[] {
  const parent = node.parent;
  if (parent?.type === "decorator") {
    const definition = field(parent.parent ?? parent, "definition");
    if (definition?.type !== "function_definition") return [];
    return [{ kind, at: { file, node: definition }, server }];
  }
  if (parent?.type !== "call" || field(parent, "function")?.id !== node.id) return [];
  const [value] = argumentsOf(parent).positional;
  return value ? given(program, { file, node: value }, kind, server) : [];
}

function given(
  program: Program,
  value: At,
  kind: Handler["kind"],
  server: string,
): readonly Handler[] {
  const found = solve(program, value, emptyEnv).flatMap(({ values, env }) =>
    values
      .filter((each) => each.kind !== "none")
      .flatMap((each) => definitionsOf(program, each, env)),
  );
  const functions = found.flatMap((each) => ("function" in each ? [each.function] : []));
  if (functions.length > 0) {
    return functions.map(({ file, node }) => ({ kind, at: { file, node }, server }));
  }
  const [first] = found;
  return first && "reason" in first ? [{ kind, at: value, lost: first.reason, server }] : [];
}
