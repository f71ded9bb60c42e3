/** Low-level servers: a handler that lists tools and one that answers every call. Both get wrapped. */

import { evaluate, short } from "../evaluate/evaluate.js";
import { argumentsOf, emptyEnv, type Value } from "../evaluate/values.js";
import type { LowLevel } from "../found.js";
import type { Program } from "../program.js";
import { receiverOf } from "../receivers.js";
import { type At, ancestor, enclosingFunction, field, nameOf } from "../tree.js";
import type { Site } from "./sites.js";

/** A tool that a low-level server lists. */
export interface LowLevelDraft {
  readonly name: string;
  /** The `Tool(…)` it is listed by, else the handler. */
  readonly at: At;
  readonly handlers?: LowLevel;
  readonly reason?: string;
}

interface Handler {
  readonly kind: "list" | "call";
  readonly definition: At;
  /** The server object's text and the function it is used in: what makes two handlers a pair. */
  readonly server: string;
}

/** The tools behind the handlers found at these sites. */
export function lowLevelDrafts(program: Program, sites: readonly Site[]): readonly LowLevelDraft[] {
  const handlers = sites.flatMap((site) => handlerAt(program, site));
  const lists = handlers.filter((handler) => handler.kind === "list");
  return lists.flatMap((list) => {
    const call =
      handlers.find(
        (each) =>
          each.kind === "call" &&
          each.server === list.server &&
          each.definition.file === list.definition.file,
      ) ?? onlyOne(handlers.filter((each) => each.kind === "call"));
    return listed(program, list, call);
  });
}

function onlyOne(handlers: readonly Handler[]): Handler | undefined {
  return handlers.length === 1 ? handlers[0] : undefined;
}

function handlerAt(program: Program, site: Site): Handler[] {
  const attribute = site.node.parent;
  const call = attribute?.parent;
  const decorator = call?.parent;
  const object = attribute && field(attribute, "object");
  if (decorator?.type !== "decorator" || !object) return [];
  if (receiverOf(program, { file: site.file, node: object }) === "other") return [];
  const node = field(decorator.parent ?? decorator, "definition");
  if (node?.type !== "function_definition") return [];
  const owner = enclosingFunction(node)?.startIndex ?? -1;
  const kind = site.node.text === "list_tools" ? "list" : "call";
  return [{ kind, definition: { file: site.file, node }, server: `${owner}:${object.text}` }];
}

function listed(program: Program, list: Handler, call: Handler | undefined): LowLevelDraft[] {
  const pair = call && { list: list.definition, call: call.definition };
  const rest = pair
    ? { handlers: pair }
    : {
        reason: "the server lists this tool, but the handler that answers its calls was not found",
      };
  const tools = toolsReturned(program, list.definition);
  if (tools.length === 0) {
    return [{ name: `<tools of ${nameOf(list.definition.node)}>`, at: list.definition, ...rest }];
  }
  return tools.map((tool) => ({ ...tool, ...rest }));
}

/** The `Tool(…)` objects that the handler returns, wherever they are made. */
function toolsReturned(program: Program, handler: At): { name: string; at: At }[] {
  const text = handler.node.text;
  const module = program.module(handler.file);
  const found: { name: string; at: At }[] = [];
  const seen = new Set<number>();
  const visit = (value: Value): void => {
    if (value.kind === "list") for (const item of value.items.flat()) visit(item);
    if (value.kind !== "made" || !/(^|\.)Tool$/.test(value.path)) return;
    if (seen.has(value.at.node.startIndex)) return;
    seen.add(value.at.node.startIndex);
    found.push({ name: toolName(program, value), at: value.at });
  };
  for (const match of text.matchAll(/\breturn\b/g)) {
    const word = module?.root.descendantForIndex(handler.node.startIndex + match.index);
    const statement = word && ancestor(word, new Set(["return_statement"]));
    const result = statement?.firstNamedChild;
    if (!result || enclosingFunction(result)?.id !== handler.node.id) continue;
    for (const value of evaluate(program, { file: handler.file, node: result }, emptyEnv))
      visit(value);
  }
  return found;
}

function toolName(program: Program, made: Extract<Value, { kind: "made" }>): string {
  const node = argumentsOf(made.at.node).named.get("name");
  if (!node) return `<${short(made.at.node)}>`;
  const [only, more] = evaluate(program, { file: made.at.file, node }, made.env);
  return only?.kind === "string" && !more ? only.value : `<${short(node)}>`;
}
