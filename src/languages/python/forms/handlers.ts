/** The handlers of low-level servers: those that decorators register, and those that are given to the server. */

import { solve } from "../evaluate/paths.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, emptyEnv } from "../evaluate/values.js";
import { type At, ancestor, enclosingFunction, field, keyOf } from "../source/nodes.js";
import { definitionsOf } from "./definition.js";
import type { Asked } from "./library.js";
import { askedBy, lineOf } from "./library-queries.js";
import { receiverOf } from "./receivers.js";
import { handlerOf } from "./registration.js";
import type { Site } from "./sites.js";

/** A handler's function, or why it cannot be followed. */
export interface Handler {
  readonly kind: Asked;
  /** The function; where it cannot be followed, what is given for it. */
  readonly at: At;
  readonly lost?: string;
  /** The same for two handlers of one server object. */
  readonly server: string;
}

/** The handlers registered at a site; several where a function registers what its callers pass. */
export function handlersAt(program: Program, site: Site): readonly Handler[] {
  const isKeyword = site.node.parent?.type === "keyword_argument";
  const asks = lineOf(site.node.text, isKeyword ? "keyword" : "method")?.asks;
  if (isKeyword) return asks ? inConstructor(program, site, asks) : [];
  const attribute = site.node.parent;
  const object = attribute && field(attribute, "object");
  const call = attribute?.parent;
  if (!object || call?.type !== "call") return [];
  if (receiverOf(program, { file: site.file, node: object }) === "other") return [];
  const owner = enclosingFunction(call)?.startIndex ?? -1;
  const server = `${site.file}:${owner}:${object.text}`;
  const at = { file: site.file, node: call };
  if (!asks) return added(program, at, site.node.text, server);
  return registered(program, at, asks, server);
}

/** `Server(…, on_list_tools=f, on_call_tool=g)` of mcp 2 */
function inConstructor(program: Program, site: Site, kind: Asked): readonly Handler[] {
  const value = site.node.parent && field(site.node.parent, "value");
  const call = ancestor(site.node, "call");
  if (!value || !call || site.node.parent?.parent?.parent?.id !== call.id) return [];
  const at = { file: site.file, node: call };
  if (receiverOf(program, at) === "other") return [];
  return handlersGiven(program, { file: site.file, node: value }, kind, keyOf(at));
}

/** `server.add_request_handler("tools/list", Params, f)` of mcp 2 */
function added(
  program: Program,
  { file, node }: At,
  word: string,
  server: string,
): readonly Handler[] {
  const given = argumentsOf(node);
  const method = given.named.get("method") ?? given.positional[0];
  const value = handlerOf(given, [word]);
  if (!method || !value) return [];
  const names = program.evaluate({ file, node: method }, emptyEnv);
  return names.flatMap((name) => {
    const kind = name.kind === "string" ? askedBy(name.value) : undefined;
    return kind ? handlersGiven(program, { file, node: value }, kind, server) : [];
  });
}

/** `@server.list_tools()` and `server.list_tools()(f)` of mcp 1 */
function registered(
  program: Program,
  { file, node }: At,
  kind: Asked,
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
  return value ? handlersGiven(program, { file, node: value }, kind, server) : [];
}

function handlersGiven(
  program: Program,
  value: At,
  kind: Asked,
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
