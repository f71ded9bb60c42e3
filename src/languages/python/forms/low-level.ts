/** Low-level servers: a handler that lists tools and one that answers every call. Both get wrapped. */

import type { Program } from "../evaluate/program.js";
import { argumentsOf, emptyEnv, type Value } from "../evaluate/values.js";
import { type At, ancestor, enclosingFunction, keyOf, nameOf, short } from "../source/nodes.js";
import type { LowLevel } from "./found-tool.js";
import { type Handler, handlersAt } from "./handlers.js";
import { makerOf } from "./library-queries.js";
import type { Site } from "./sites.js";

type Made = Extract<Value, { kind: "made" }>;

/** A tool that a low-level server lists. */
export interface LowLevelDraft {
  readonly name: string;
  /** The `Tool(…)` it is listed by, else the handler. */
  readonly at: At;
  readonly handlers?: LowLevel;
  readonly reason?: string;
}

/** The tools behind the handlers found at these sites. */
export function lowLevelDrafts(program: Program, sites: readonly Site[]): readonly LowLevelDraft[] {
  const handlers = sites.flatMap((site) => handlersAt(program, site));
  const lists = handlers.filter(({ kind }) => kind === "list");
  const calls = handlers.filter(({ kind }) => kind === "call");
  if (lists.length === 0) return calls.map((call) => unlisted(call, NO_LIST));
  return lists.flatMap((list) => {
    const call = calls.find(({ server }) => server === list.server) ?? onlyOne(calls);
    return list.lost === undefined ? listed(program, list, call) : [unlisted(list, list.lost)];
  });
}

const NO_LIST =
  "the handler that lists its tools was not found; register both handlers on one server object";
const NO_CALL =
  "the server lists this tool, but the handler that answers its calls was not found; register both handlers on one server object";

function onlyOne(handlers: readonly Handler[]): Handler | undefined {
  return handlers.length === 1 ? handlers[0] : undefined;
}

/** What stands for all tools of a handler where they cannot be told. */
function unlisted({ at }: Handler, reason?: string): LowLevelDraft {
  const name = at.node.type === "function_definition" ? nameOf(at.node) : short(at.node);
  return { name: `<tools of ${name}>`, at, ...(reason !== undefined && { reason }) };
}

function listed(program: Program, list: Handler, call: Handler | undefined): LowLevelDraft[] {
  const rest = call ? answeredBy(list, call) : { reason: NO_CALL };
  const tools = toolsReturned(program, list.at);
  if (tools.length === 0) return [{ ...unlisted(list), ...rest }];
  return tools.map((tool) => ({ ...tool, ...rest }));
}

function answeredBy(list: Handler, call: Handler): Pick<LowLevelDraft, "handlers" | "reason"> {
  if (call.lost === undefined) return { handlers: { list: list.at, call: call.at } };
  return { reason: `the handler that answers its calls cannot be followed: ${call.lost}` };
}

/** The `Tool(…)` objects that the handler returns, wherever they are made. */
function toolsReturned(program: Program, handler: At): { name: string; at: At }[] {
  const text = handler.node.text;
  const module = program.module(handler.file);
  const found = new Map<string, { name: string; at: At }>();
  const visit = (value: Value): void => {
    if (value.kind === "list") for (const item of value.items.flat()) visit(item);
    if (value.kind !== "made") return;
    const makes = makerOf(value.path)?.makes;
    if (makes === "list") for (const inner of inResult(program, value)) visit(inner);
    if (makes !== "listed tool") return;
    for (const name of toolNames(program, value)) {
      found.set(`${keyOf(value.at)} ${name}`, { name, at: value.at });
    }
  };
  for (const match of text.matchAll(/\breturn\b/g)) {
    const word = module?.root.descendantForIndex(handler.node.startIndex + match.index);
    const statement = word && ancestor(word, "return_statement");
    const result = statement?.firstNamedChild;
    if (!result || enclosingFunction(result)?.id !== handler.node.id) continue;
    for (const value of program.evaluate({ file: handler.file, node: result }, emptyEnv))
      visit(value);
  }
  return [...found.values()];
}

/** The tools of a `ListToolsResult(tools=…)`. */
function inResult(program: Program, { at, env }: Made): readonly Value[] {
  const node = argumentsOf(at.node).named.get("tools");
  return node ? program.evaluate({ file: at.file, node }, env) : [];
}

/** The name of a `Tool(…)`; each of its names where it stands in a loop. */
function toolNames(program: Program, made: Made): readonly string[] {
  const node = argumentsOf(made.at.node).named.get("name");
  if (!node) return [`<${short(made.at.node)}>`];
  const values = program.evaluate({ file: made.at.file, node }, made.env);
  const names = values.flatMap((value) => (value.kind === "string" ? [value.value] : []));
  return names.length > 0 && names.length === values.length ? names : [`<${short(node)}>`];
}
